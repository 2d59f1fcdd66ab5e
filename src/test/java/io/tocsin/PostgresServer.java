package io.tocsin;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

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
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL did not start", e);
            }
        }
    }

    /** A new, empty database without a connection pool. */
    public static DataSource newDataSource() {
        return new DriverManagerDataSource(newDatabase());
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
