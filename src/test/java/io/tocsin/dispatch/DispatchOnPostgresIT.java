package io.tocsin.dispatch;

import io.tocsin.PostgresServer;
import javax.sql.DataSource;

class DispatchOnPostgresIT extends DispatchContract {

    @Override
    DataSource newDatabase() {
        return PostgresServer.newDataSource();
    }
}
