package io.tocsin.external;

import io.tocsin.TestDatabase;

class PostgresExternalAlertsIT extends ExternalAlertsContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
