package io.tocsin.dispatch;

import static io.tocsin.dispatch.TestAlerts.alert;
import static io.tocsin.dispatch.TestAlerts.fired;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.PostgresServer;
import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.store.AlertStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A replica is suspended in the middle of a transaction, and the others go on. How soon is told by order: a session that the
 * database itself ends after some seconds without a word is there still when the work has been done.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class SuspendedReplicaIT {

    /** Three seconds, and what a busy machine adds; without them the replica's session would never end. */
    private static final Duration SOON = Duration.ofMinutes(2);

    private static final Duration GROUP_WAIT = Duration.ofSeconds(10);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private String url;
    private TestDatabase database;
    private DispatchFixture dispatch;

    @BeforeEach
    void start() {
        url = PostgresServer.newDatabase();
        database = TestDatabase.postgres(url);
        DispatchFixture.createTables(database.dataSource());
        dispatch = new DispatchFixture(database.dataSource(), clock, AlertStores.events(database.dataSource()));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void anotherReplicaAssignsTheEventsOfASuspendedOne() throws Exception {
        dispatch.append(fired(alert("assigned", "server1", clock.instant())));

        List<String> said = whileStanding(StandingReplica.Place.ASSIGNING, () -> {
            dispatch.dispatcher.step();
            return count("notification_trail where step = 'GROUPED'") == 1;
        });

        assertThat(said).containsExactly("STEP lost the database", "AGAIN went through");
        assertThat(count("notification_member")).isEqualTo(1);
        assertThat(count("notification_trail where step = 'GROUPED'")).isEqualTo(1);
        assertThat(dispatch.stepAfter(GROUP_WAIT)).hasSize(1);
    }

    @Test
    void anotherReplicaTellsWhatASuspendedOneWasAboutToTell() throws Exception {
        dispatch.append(fired(alert("flushed", "server1", clock.instant())));
        dispatch.dispatcher.step();
        dispatch.tick(GROUP_WAIT);

        List<String> said = whileStanding(StandingReplica.Place.FLUSHING, () -> {
            // The claim runs out by the clock of the replicas; the lock is the database's.
            clock.tick(Duration.ofSeconds(30));
            dispatch.dispatcher.step();
            return count("test_delivery") == 1;
        });

        assertThat(said).containsExactly("STEP went through", "AGAIN went through");
        assertThat(count("test_delivery")).isEqualTo(1);
        assertThat(count("notification_log")).isEqualTo(1);
        assertThat(dispatch.claims.setbacks()).isEmpty();
    }

    private interface Attempt {

        boolean isDone();
    }

    /** Returns what the replica has said after it was resumed. */
    private List<String> whileStanding(StandingReplica.Place place, Attempt others) throws Exception {
        Process replica = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandingReplica.class.getName(),
                        url,
                        clock.instant().toString(),
                        place.name())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(replica.getInputStream(), StandardCharsets.UTF_8));
                Connection standing = DriverManager.getConnection(url, "postgres", "")) {
            readUntil(output, "HOLDING");
            signal(replica, "-STOP");
            int session = fallSilent(standing);
            boolean isDone = others.isDone();
            while (!isDone && isAlive(session)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                isDone = others.isDone();
            }
            boolean wasSoon = isDone && isAlive(session);
            signal(replica, "-CONT");
            replica.getOutputStream().write('\n');
            replica.getOutputStream().flush();
            List<String> said = readUntil(output, "DONE");

            assertThat(wasSoon).as("done while a session of %s lives", SOON).isTrue();
            return said.stream()
                    .filter(line -> line.startsWith("STEP") || line.startsWith("AGAIN"))
                    .toList();
        } finally {
            replica.destroyForcibly();
        }
    }

    /** Begins a transaction and says nothing more. Returns the number of the session. */
    private static int fallSilent(Connection connection) throws SQLException {
        connection.createStatement().execute("set idle_in_transaction_session_timeout = " + SOON.toMillis());
        connection.setAutoCommit(false);
        try (var row = connection.createStatement().executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private boolean isAlive(int session) {
        return count("pg_stat_activity where pid = " + session) == 1;
    }

    private long count(String rows) {
        return database.client()
                .sql("select count(*) from " + rows)
                .query(Long.class)
                .single();
    }

    private static List<String> readUntil(BufferedReader output, String word) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(word)) {
                return lines;
            }
            lines.add(line);
        }
        throw new AssertionError("never said " + word + ": " + lines);
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor(60, TimeUnit.SECONDS);
    }
}
