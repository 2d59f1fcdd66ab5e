package io.tocsin;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** One real PostgreSQL for all tests of a JVM, started at first use; every caller gets a database of its own. */
public final class PostgresServer {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static EmbeddedPostgres server;

    private PostgresServer() {}

    /** An empty database. */
    public static DataSource newDatabase() {
        String name = "tocsin_" + NEXT.incrementAndGet();
        new JdbcTemplate(server().getPostgresDatabase()).execute("create database " + name);
        return server().getDatabase("postgres", name);
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }
}
