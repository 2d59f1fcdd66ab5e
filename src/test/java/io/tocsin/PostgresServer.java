package io.tocsin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPort(TocsinProcess.freePort())
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        // Not ten seconds: several processes of tests start one at the same moment.
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .setRegisterShutdownHook(false)
                        .start();
                String data = dataDirectory(server);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, data), "end-postgres"));
                return server;
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("PostgreSQL did not start", e);
            }
        }

        private static String dataDirectory(EmbeddedPostgres server) throws SQLException {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("show data_directory")) {
                row.next();
                return row.getString(1);
            }
        }

        /** A hundred databases are tens of thousands of files: the build need not wait until all of them are gone. */
        private static void end(EmbeddedPostgres server, String data) {
            System.setProperty("ot.epg.no-cleanup", "true");
            try {
                server.close();
                new ProcessBuilder("rm", "-rf", data)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new database with all tables. Its connections end by themselves when nobody uses them any more. */
    public static DataSource newDataSource() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(newMigratedDatabase());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        config.setIdleTimeout(10_000);
        return new HikariDataSource(config);
    }

    /** Where the server listens. */
    public static int port() {
        return Holder.SERVER.getPort();
    }

    private static final class Template {

        private static final String NAME = make();

        private static String make() {
            try (HikariDataSource pool = new HikariDataSource()) {
                pool.setJdbcUrl(newDatabase());
                pool.setMaximumPoolSize(2);
                TestSchema.migrate(pool);
                return URI.create(pool.getJdbcUrl().substring("jdbc:".length()))
                        .getPath()
                        .substring(1);
            }
        }
    }

    /** The same for one that has all tables: a copy of one that was migrated. */
    public static String newMigratedDatabase() {
        // By files: half of the processor time, where nothing has to reach the disk.
        return newDatabase(" template " + Template.NAME + " strategy file_copy");
    }

    /** The JDBC URL of a new, empty database; the user is {@code postgres} without a password. */
    public static String newDatabase() {
        return newDatabase("");
    }

    private static String newDatabase(String options) {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute("create database " + name + options);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " could not be created", e);
        }
        return Holder.SERVER.getJdbcUrl("postgres", name);
    }
}
