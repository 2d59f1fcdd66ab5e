package io.tocsin.retention;

import io.tocsin.TestDatabase;

class PostgresRetentionIT extends RetentionContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }

    @Override
    String manyRows() {
        return "generate_series(1, :rows)";
    }
}
