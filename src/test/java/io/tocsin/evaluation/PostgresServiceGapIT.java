package io.tocsin.evaluation;

import io.tocsin.TestDatabase;

class PostgresServiceGapIT extends ServiceGapContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
