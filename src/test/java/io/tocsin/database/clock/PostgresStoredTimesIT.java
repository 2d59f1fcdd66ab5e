package io.tocsin.database.clock;

import io.tocsin.TestDatabase;

class PostgresStoredTimesIT extends StoredTimesContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
