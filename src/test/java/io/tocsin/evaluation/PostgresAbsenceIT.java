package io.tocsin.evaluation;

import io.tocsin.TestDatabase;

class PostgresAbsenceIT extends AbsenceContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
