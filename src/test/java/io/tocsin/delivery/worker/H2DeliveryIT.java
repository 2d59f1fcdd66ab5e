package io.tocsin.delivery.worker;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

class H2DeliveryIT extends DeliveryContract {

    private static int databases;

    @Override
    DataSource emptyDatabase() {
        databases++;
        return JdbcConnectionPool.create("jdbc:h2:mem:delivery" + databases + ";DB_CLOSE_DELAY=-1", "sa", "");
    }
}
