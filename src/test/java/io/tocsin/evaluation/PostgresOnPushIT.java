package io.tocsin.evaluation;

import io.tocsin.TestDatabase;

class PostgresOnPushIT extends OnPushContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
