package io.tocsin.dispatch;

import io.tocsin.PostgresServer;
import javax.sql.DataSource;

class PolicyChangeOnPostgresIT extends PolicyChangeContract {

    @Override
    DataSource newDatabase() {
        return PostgresServer.newDataSource();
    }
}
