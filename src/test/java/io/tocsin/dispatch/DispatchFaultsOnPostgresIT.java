package io.tocsin.dispatch;

import io.tocsin.TestDatabase;

class DispatchFaultsOnPostgresIT extends DispatchFaultsContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
