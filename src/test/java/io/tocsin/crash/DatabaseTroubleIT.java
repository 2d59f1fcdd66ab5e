package io.tocsin.crash;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.PostgresServer;
import io.tocsin.RunningTocsin;
import io.tocsin.standin.FaultyLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole Tocsin whose PostgreSQL is away, slow, read-only, or has no connection left, just when an alert begins to fire: it is told
 * once, and so is its end, without a restart.
 */
class DatabaseTroubleIT {

    @TempDir
    private static Path home;

    private static String jdbcUrl;
    private static FaultyLink database;
    private static OneAlert alert;
    private static RunningTocsin tocsin;

    /** One for all of them: after each trouble it goes on without a restart. */
    @BeforeAll
    static void start() throws IOException {
        jdbcUrl = PostgresServer.newDatabase();
        URI postgres = URI.create(jdbcUrl.substring("jdbc:".length()));
        database = new FaultyLink(postgres.getPort());
        alert = new OneAlert(home);
        Map<String, String> settings = new HashMap<>(alert.settings());
        settings.put("tocsin.db.url", "jdbc:postgresql://127.0.0.1:" + database.port() + postgres.getPath());
        settings.put("tocsin.db.user", "postgres");
        tocsin = RunningTocsin.start(home, settings);
    }

    @BeforeEach
    void beginAnew() {
        alert.beginAnew();
    }

    @AfterAll
    static void stop() throws IOException {
        tocsin.close();
        alert.close();
        database.close();
    }

    /** As after a failover by hand that was not finished, or when the disk of the server is full. */
    @Test
    void tellsEachAlertOnceThatFiresWhileTheDatabaseIsReadOnly() throws Exception {
        setReadOnly("on");
        alert.setFiring(true);
        Replicas.pause(3_000);
        setReadOnly("off");

        alert.assertToldOnce();
    }

    /** For the sessions to come; the present ones end. */
    private void setReadOnly(String onOrOff) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
            connection.setReadOnly(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("begin read write");
                statement.execute("alter database " + connection.getCatalog() + " set default_transaction_read_only = "
                        + onOrOff);
                statement.execute("commit");
            }
        }
        database.cutAll();
    }

    @Test
    void tellsEachAlertOnceThatFiresWhileTheDatabaseIsAway() throws Exception {
        database.refuse();
        database.cutAll();
        alert.setFiring(true);
        Replicas.pause(3_000);
        database.restore();

        alert.assertToldOnce();
    }

    @Test
    void tellsEachAlertOnceWhileEveryStatementIsSlow() throws Exception {
        slowDown(Duration.ofMillis(300), Duration.ofSeconds(6));
    }

    @Test
    @Tag("soak")
    void tellsEachAlertOnceWhileEveryStatementTakesFiveSeconds() throws Exception {
        slowDown(Duration.ofSeconds(5), Duration.ofMinutes(2));
    }

    private void slowDown(Duration eachStatement, Duration length) throws Exception {
        FaultyLink.Fault delay = new FaultyLink.Fault(FaultyLink.Kind.DELAY, (int) eachStatement.toMillis());
        database.failBy(message -> delay);
        alert.setFiring(true);
        Replicas.pause(length.toMillis());
        database.failBy(message -> FaultyLink.Fault.NONE);

        alert.assertToldOnce();
    }

    @Test
    void tellsEachAlertOnceThatFiresWhileThePoolIsEmpty() throws Exception {
        List<Connection> taken = takeAllConnections();
        alert.setFiring(true);
        Replicas.pause(3_000);
        for (Connection connection : taken) {
            connection.close();
        }

        alert.assertToldOnce();
    }

    /** Somebody always waits for one, so all are had in the end. */
    private List<Connection> takeAllConnections() {
        HikariDataSource pool = tocsin.bean(HikariDataSource.class);
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
            taken.add(patiently(pool));
        }
        return taken;
    }

    /** The pool itself waits for ten seconds, and a slow machine may need longer for what it is doing. */
    private static Connection patiently(HikariDataSource pool) {
        return await().ignoreExceptions().until(pool::getConnection, connection -> connection != null);
    }
}
