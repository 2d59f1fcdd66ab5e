package io.tocsin.evaluation;

import io.tocsin.TestDatabase;

class PostgresLateRecheckIT extends LateRecheckContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
