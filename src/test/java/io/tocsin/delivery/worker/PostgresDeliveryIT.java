package io.tocsin.delivery.worker;

import io.tocsin.PostgresServer;
import javax.sql.DataSource;

class PostgresDeliveryIT extends DeliveryContract {

    @Override
    DataSource newDatabase() {
        return PostgresServer.newDataSource();
    }
}
