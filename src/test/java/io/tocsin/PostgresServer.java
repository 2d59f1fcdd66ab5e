package io.tocsin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A real PostgreSQL for tests, started once per JVM and never closed: cached Spring contexts outlive a test class, and
 * would lose their database. Works as root too.
 */
public final class PostgresServer {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    private static final class Holder {

        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                // The server dies with the tests and its data with it: nothing has to reach the disk.
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL did not start", e);
            }
        }
    }

    /** A new, empty database. Its connections end by themselves when nobody uses them any more. */
    public static DataSource newDataSource() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(newDatabase());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        config.setIdleTimeout(10_000);
        return new HikariDataSource(config);
    }

    /** Where the server listens. */
    public static int port() {
        return Holder.SERVER.getPort();
    }

    /** The JDBC URL of a new, empty database; the user is {@code postgres} without a password. */
    public static String newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " could not be created", e);
        }
        return Holder.SERVER.getJdbcUrl("postgres", name);
    }
}
