package io.tocsin.dispatch;

import io.tocsin.PostgresServer;
import javax.sql.DataSource;

class SilencingOnPostgresIT extends SilencingContract {

    @Override
    DataSource newDatabase() {
        return PostgresServer.newDataSource();
    }
}
