package io.tocsin.delivery.worker;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

class PostgresDeliveryIT extends DeliveryContract {

    private static EmbeddedPostgres postgres;
    private static int databases;

    /** One server for the JVM; it is stopped with it. */
    @Override
    DataSource emptyDatabase() {
        try {
            if (postgres == null) {
                postgres = EmbeddedPostgres.start();
            }
            databases++;
            String name = "delivery" + databases;
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return postgres.getDatabase("postgres", name);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
