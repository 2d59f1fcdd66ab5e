package io.tocsin.contactpoint.store;

import io.tocsin.PostgresServer;
import javax.sql.DataSource;

/** The same on PostgreSQL. */
class StoredContactPointsOnPostgresIT extends StoredContactPointsTest {

    @Override
    DataSource newDatabase() {
        return PostgresServer.newDataSource();
    }
}
