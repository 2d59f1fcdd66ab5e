package io.tocsin.delivery.worker;

import io.tocsin.TestDatabase;

class SetAsideOnPostgresIT extends SetAsideContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
