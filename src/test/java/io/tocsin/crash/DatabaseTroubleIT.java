package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.PostgresServer;
import io.tocsin.RunningTocsin;
import io.tocsin.evaluation.LokiStandIn;
import io.tocsin.standin.FaultyLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole Tocsin whose PostgreSQL is away, slow, or has no connection left, just when an alert begins to fire: it is told
 * once, and so is its end, without a restart.
 */
class DatabaseTroubleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path home;

    private FaultyLink database;
    private LokiStandIn loki;
    private ChaosReceiver receiver;
    private RunningTocsin tocsin;
    private volatile double value;

    @BeforeEach
    void start() throws IOException {
        URI postgres = URI.create(PostgresServer.newDatabase().substring("jdbc:".length()));
        database = new FaultyLink(postgres.getPort());
        loki = new LokiStandIn((query, at) -> value);
        receiver = new ChaosReceiver(1);
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("rules/ocr.yml"), """
                groups:
                  - name: ocr
                    interval: 1s
                    rules:
                      - alert: OcrErrors
                        expr: sum by (host) (count_over_time({job="ocr"}[1m]))
                        condition: "> 0"
                """);
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - {name: receiver, type: webhook, settings: {url: "http://127.0.0.1:%d/"}}
                """.formatted(receiver.port()));
        Files.writeString(home.resolve("policies.yml"), """
                route: {receiver: receiver, group_by: [alertname], group_wait: 0s, group_interval: 1s}
                """);
        tocsin = RunningTocsin.start(
                home,
                Map.of(
                        "tocsin.loki-url",
                        loki.url(),
                        "tocsin.allowed.webhook.hosts",
                        "127.0.0.1:" + receiver.port(),
                        "tocsin.db.url",
                        "jdbc:postgresql://127.0.0.1:" + database.port() + postgres.getPath(),
                        "tocsin.db.user",
                        "postgres"));
        await().atMost(PATIENCE).until(() -> loki.questions() > 0);
    }

    @AfterEach
    void stop() throws IOException {
        tocsin.close();
        receiver.close();
        loki.close();
        database.close();
    }

    @Test
    void tellsEachAlertOnceThatFiresWhileTheDatabaseIsAway() throws Exception {
        database.refuse();
        database.cutAll();
        value = 1;
        Replicas.pause(3_000);
        database.restore();

        assertToldOnce();
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
        value = 1;
        Replicas.pause(length.toMillis());
        database.failBy(message -> FaultyLink.Fault.NONE);

        assertToldOnce();
    }

    @Test
    void tellsEachAlertOnceThatFiresWhileThePoolIsEmpty() throws Exception {
        List<Connection> taken = takeAllConnections();
        value = 1;
        Replicas.pause(3_000);
        for (Connection connection : taken) {
            connection.close();
        }

        assertToldOnce();
    }

    /** Somebody always waits for one, so all are had in the end. */
    private List<Connection> takeAllConnections() throws SQLException {
        HikariDataSource pool = tocsin.bean(HikariDataSource.class);
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
            taken.add(pool.getConnection());
        }
        return taken;
    }

    private void assertToldOnce() {
        await().atMost(PATIENCE).until(() -> receiver.told().stream().anyMatch(ChaosReceiver.Told::isFiring));
        value = 0;
        await().atMost(PATIENCE).until(() -> receiver.told().stream().anyMatch(told -> !told.isFiring()));

        Map<String, Long> times = receiver.told().stream()
                .filter(told -> !told.isPossibleDuplicate())
                .collect(Collectors.groupingBy(told -> told.isFiring() + " " + told.startsAt(), Collectors.counting()));
        assertThat(times.values()).containsOnly(1L);
    }
}
