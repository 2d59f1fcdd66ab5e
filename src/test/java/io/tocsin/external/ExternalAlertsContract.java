package io.tocsin.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.StoredEvent;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.external.store.ExternalEpisodes;
import io.tocsin.external.store.ExternalStores;
import io.tocsin.label.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** When the alerts of other programs begin and end, over each database. */
abstract class ExternalAlertsContract {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00.123Z");
    private static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SettableClock clock = new SettableClock(T0);
    private TestDatabase database;
    private AlertInstances instances;
    private AlertEventLog events;
    private ExternalAlerts alerts;
    private boolean broken;

    abstract TestDatabase open();

    @BeforeEach
    void start() {
        database = open();
        instances = AlertStores.instances(database);
        events = AlertStores.events(database);
        alerts = replica(ExternalStores.overtaken(database, this::meanwhile));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private void meanwhile() {
        if (broken) {
            throw new DataAccessResourceFailureException("the database is away");
        }
    }

    private ExternalAlerts replica(ExternalEpisodes episodes) {
        return new ExternalAlerts(
                database.transactions(),
                episodes,
                instances,
                events,
                new ExternalAlertSettings(RESOLVE_TIMEOUT),
                clock);
    }

    private static ExternalAlert alert(String name, @Nullable Instant endsAt) {
        return new ExternalAlert(
                Labels.of("alertname", name, "service", "checkout"),
                new TreeMap<>(Map.of("summary", "s")),
                T0,
                endsAt,
                "");
    }

    /** The replica looks once a second for so long. */
    private void work(ExternalAlerts replica, Duration duration) {
        Instant end = clock.instant().plus(duration);
        while (clock.instant().isBefore(end)) {
            clock.tick(SECOND);
            replica.expire();
        }
    }

    private List<String> told() {
        return events.findUndispatched(5_000).readable().stream()
                .map(StoredEvent::event)
                .map(event -> (event instanceof AlertEvent.Fired ? "fired " : "resolved ")
                        + event.alert().id().rule().alert())
                .toList();
    }

    private List<String> firing() {
        return instances.findByGroup(ExternalAlerts.GROUP).stream()
                .map(instance -> instance.rule().alert())
                .toList();
    }

    @Test
    void endsWhatNobodyRepeats() {
        alerts.receive(List.of(alert("Repeated", null), alert("Forgotten", null), alert("Named", T0.plusSeconds(60))));

        work(alerts, Duration.ofSeconds(240));
        alerts.receive(List.of(alert("Repeated", null)));
        work(alerts, Duration.ofSeconds(59));
        assertThat(firing()).containsExactlyInAnyOrder("Repeated", "Forgotten");
        work(alerts, SECOND);

        assertThat(firing()).containsExactly("Repeated");
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "fired Repeated", "fired Forgotten", "fired Named", "resolved Forgotten", "resolved Named");
    }

    @Test
    void endsAtOnceWhatItsSenderEnds() {
        alerts.receive(List.of(alert("Named", null)));

        clock.tick(SECOND);
        alerts.receive(List.of(alert("Named", clock.instant())));

        assertThat(firing()).isEmpty();
        assertThat(told()).containsExactly("fired Named", "resolved Named");
    }

    /** It was heard of after the start, so its sender could have repeated it. */
    @Test
    void endsWhatItsSenderBoundsWhenThatIsOver() {
        alerts.receive(List.of(alert("Named", T0.plusSeconds(60))));

        work(alerts, Duration.ofSeconds(59));
        assertThat(firing()).containsExactly("Named");
        work(alerts, SECOND);

        assertThat(firing()).isEmpty();
    }

    /** The request of a sender failed: whoever is silent may have failed, too. */
    @Test
    void endsNothingOfATimeInWhichASenderWasNotHeard() {
        alerts.receive(List.of(alert("Forgotten", null)));
        work(alerts, Duration.ofSeconds(290));
        broken = true;
        assertThatThrownBy(() -> alerts.receive(List.of(alert("Other", null))))
                .isInstanceOf(DataAccessResourceFailureException.class);
        broken = false;

        work(alerts, Duration.ofSeconds(299));
        assertThat(firing()).containsExactly("Forgotten");
        work(alerts, SECOND);

        assertThat(firing()).isEmpty();
    }

    /** After a start senders have as long to be heard as an alert lives without them. */
    @Test
    void endsNothingOfATimeInWhichNobodyRan() {
        alerts.receive(List.of(alert("Repeated", null), alert("Forgotten", null)));
        work(alerts, Duration.ofSeconds(30));

        clock.tick(Duration.ofHours(1));
        ExternalAlerts started = replica(ExternalStores.episodes(database));
        started.expire();
        work(started, Duration.ofSeconds(60));
        started.receive(List.of(alert("Repeated", null)));
        work(started, Duration.ofSeconds(239));
        assertThat(firing()).containsExactlyInAnyOrder("Repeated", "Forgotten");
        work(started, Duration.ofSeconds(2));

        assertThat(firing()).containsExactly("Repeated");
        assertThat(told()).containsExactlyInAnyOrder("fired Repeated", "fired Forgotten", "resolved Forgotten");
    }

    /** A suspended process, or a database that is away, hears no sender. */
    @Test
    void endsNothingOfATimeInWhichNobodyCouldBeHeard() {
        alerts.receive(List.of(alert("Forgotten", null)));
        work(alerts, Duration.ofSeconds(200));

        clock.tick(Duration.ofMinutes(10));
        work(alerts, Duration.ofSeconds(299));
        assertThat(firing()).containsExactly("Forgotten");
        work(alerts, Duration.ofSeconds(2));

        assertThat(firing()).isEmpty();
        assertThat(told()).containsExactly("fired Forgotten", "resolved Forgotten");
    }

    @Test
    void aShortPauseCostsNoTime() {
        alerts.receive(List.of(alert("Forgotten", null)));
        work(alerts, Duration.ofSeconds(200));

        clock.tick(Duration.ofSeconds(50));
        work(alerts, Duration.ofSeconds(51));

        assertThat(firing()).isEmpty();
    }

    /** Another replica ends it between what this one reads and what it writes. */
    @Test
    void firesAnewWhatIsRepeatedWhileItEnds() {
        alerts.receive(List.of(alert("Repeated", null)));
        AlertId first = instances.findByGroup(ExternalAlerts.GROUP).stream()
                .map(ExternalAlertsContract::id)
                .findFirst()
                .orElseThrow();
        work(alerts, Duration.ofSeconds(299));
        ExternalAlerts other = replica(ExternalStores.overtaken(database, () -> work(alerts, SECOND)));

        other.receive(List.of(alert("Repeated", null)));

        assertThat(told()).containsExactly("fired Repeated", "resolved Repeated", "fired Repeated");
        assertThat(firing()).containsExactly("Repeated");
        AlertInstance again = instances.findByGroup(ExternalAlerts.GROUP).get(0);
        assertThat(id(again)).isNotEqualTo(first);
        assertThat(alerts.episodes(List.of(again.fingerprint()))
                        .get(again.fingerprint())
                        .firedAt())
                .isEqualTo(again.firedAt());
        work(alerts, Duration.ofSeconds(302));
        assertThat(told())
                .containsExactly("fired Repeated", "resolved Repeated", "fired Repeated", "resolved Repeated");
    }

    @Test
    void endsMoreThanAPageOfThem() {
        alerts.receive(IntStream.range(0, 1_200)
                .mapToObj(i -> alert("Alert " + i, null))
                .toList());

        work(alerts, RESOLVE_TIMEOUT);

        assertThat(firing()).isEmpty();
        assertThat(told()).hasSize(2_400);
    }

    private static AlertId id(AlertInstance instance) {
        Instant firedAt = instance.firedAt();
        assertThat(firedAt).isNotNull();
        return new AlertId(instance.rule(), instance.fingerprint(), firedAt);
    }
}
