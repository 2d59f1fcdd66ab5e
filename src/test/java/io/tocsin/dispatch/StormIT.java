package io.tocsin.dispatch;

import static io.tocsin.dispatch.TestAlerts.alert;
import static io.tocsin.dispatch.TestAlerts.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.PostgresServer;
import io.tocsin.SettableClock;
import io.tocsin.TestSchema;
import io.tocsin.WatchedDataSource;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.GroupBy;
import io.tocsin.notification.GroupTimings;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.Policies;
import io.tocsin.notification.PolicyTree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of alerts at once: prometheus#12415 and loki#3045 turn this into silence. */
class StormIT {

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private WatchedDataSource watched;

    @Test
    void becomesOneMessageWhenItIsOneGroupOnH2() {
        assertOneMessageOnH2(3_000);
    }

    @Test
    @Tag("soak")
    void becomesOneMessageOfTenThousandAlertsOnH2() {
        assertOneMessageOnH2(10_000);
    }

    private void assertOneMessageOnH2(int count) {
        JdbcConnectionPool pool = TestSchema.h2(directory);
        try {
            assertOneMessage(start(pool), count);
        } finally {
            pool.dispose();
        }
    }

    @Test
    void becomesOneMessageWhenItIsOneGroupOnPostgres() {
        try (HikariDataSource pool = postgres()) {
            assertOneMessage(start(pool), 3_000);
        }
    }

    @Test
    @Tag("soak")
    void becomesOneMessageOfTenThousandAlertsOnPostgres() {
        try (HikariDataSource pool = postgres()) {
            assertOneMessage(start(pool), 10_000);
        }
    }

    @Test
    void tellsEveryGroupOnceWhenThereAreManyOnPostgres() {
        try (HikariDataSource pool = postgres()) {
            assertEveryGroupIsTold(start(pool));
        }
    }

    private static HikariDataSource postgres() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(PostgresServer.newMigratedDatabase());
        return pool;
    }

    private void assertEveryGroupIsTold(DispatchFixture dispatch) {
        NotificationPolicy root = NotificationPolicy.root(DispatchFixture.RECEIVER);
        dispatch.policies = new Policies(
                new PolicyTree(new NotificationPolicy(
                        "{}",
                        List.of(),
                        root.receiver(),
                        false,
                        GroupBy.of("host"),
                        GroupTimings.DEFAULT,
                        NotificationPolicy.SpeakingTimes.ALWAYS,
                        List.of())),
                Map.of(),
                List.of());
        int groups = 300;
        dispatch.events.append(storm(groups).stream().map(TestAlerts::fired).toList());
        drain(dispatch);
        clock.tick(Duration.ofSeconds(10));

        List<Message> messages = drain(dispatch);

        assertThat(messages).hasSize(groups);
        assertThat(messages).extracting(Message::groupKey).doesNotHaveDuplicates();
    }

    private void assertOneMessage(DispatchFixture dispatch, int count) {
        List<Alert> alerts = storm(count);
        dispatch.events.append(alerts.stream().map(TestAlerts::fired).toList());
        List<Message> early = drain(dispatch);
        clock.tick(Duration.ofSeconds(10));
        watched.take();
        List<Message> firing = drain(dispatch);
        List<String> reads = watched.take().stream()
                .filter(statement -> statement.startsWith("select") && statement.contains("notification_member"))
                .toList();
        List<AlertEvent> ends = new ArrayList<>();
        alerts.forEach(alert -> ends.add(resolved(alert, clock.instant())));
        dispatch.events.append(ends);
        drain(dispatch);
        clock.tick(Duration.ofSeconds(10));
        List<Message> resolved = drain(dispatch);

        assertThat(early).isEmpty();
        assertThat(firing).singleElement().satisfies(message -> {
            assertThat(message.firing()).isEqualTo(count);
            assertThat(message.alerts()).hasSize(50);
            assertThat(message.unlisted()).isEqualTo(count - 50);
        });
        assertThat(reads)
                .as("of a group never more than some hundreds are held")
                .allMatch(read -> read.contains(" limit ?") || read.contains("alert_key in ("));
        assertThat(reads).as("a preview and a flush").hasSizeBetween(2 * count / 500, 2 * count / 500 + 6);
        assertThat(resolved).singleElement().satisfies(message -> {
            assertThat(message.status()).isEqualTo(MessageStatus.RESOLVED);
            assertThat(message.resolved()).isEqualTo(count);
        });
        assertThat(dispatch.stores.allGroups()).isEmpty();
    }

    private List<Alert> storm(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> alert("ocr", "server" + i, clock.instant()))
                .toList();
    }

    private List<Message> drain(DispatchFixture dispatch) {
        for (int i = 0; i < 100 && dispatch.dispatcher.step(); i++) {
            LockSupport.parkNanos(500_000);
        }
        return dispatch.outbox.take();
    }

    private DispatchFixture start(DataSource dataSource) {
        DispatchFixture.createTables(dataSource);
        watched = new WatchedDataSource(dataSource);
        return new DispatchFixture(watched, clock);
    }
}
