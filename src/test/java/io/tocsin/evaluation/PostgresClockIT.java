package io.tocsin.evaluation;

import io.tocsin.TestDatabase;

class PostgresClockIT extends ClockContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
