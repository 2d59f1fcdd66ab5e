package io.tocsin.delivery.store;

import io.tocsin.TestDatabase;

class RacingStoresOnPostgresIT extends RacingStoresContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
