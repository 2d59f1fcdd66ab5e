package io.tocsin.alert.store;

import io.tocsin.TestDatabase;

class PostgresAlertStoreIT extends AlertStoreContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
