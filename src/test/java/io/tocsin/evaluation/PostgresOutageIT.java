package io.tocsin.evaluation;

import io.tocsin.TestDatabase;

class PostgresOutageIT extends OutageContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
