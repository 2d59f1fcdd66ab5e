package io.tocsin.dispatch;

import static io.tocsin.dispatch.TestAlerts.alert;
import static io.tocsin.dispatch.TestAlerts.fired;
import static io.tocsin.dispatch.TestAlerts.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.WatchedDataSource;
import io.tocsin.alert.Alert;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One event, group or alert with which something goes wrong never stops the others; extended for each database. */
abstract class DispatchFaultsContract {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final Instant start = clock.instant();
    private TestDatabase database;
    private WatchedDataSource watched;
    private AlertEventLog events;
    private DispatchFixture dispatch;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void start() {
        database = newDatabase();
        DispatchFixture.createTables(database.dataSource());
        watched = new WatchedDataSource(database.dataSource());
        events = AlertStores.events(watched);
        dispatch = new DispatchFixture(watched, clock, events);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void oneUnreadableEventKeepsNoneOfTheOthersFromBeingTold() {
        dispatch.append(fired(alert("broken", "server1", start)), fired(alert("good", "server1", start)));
        dispatch.append(fired(alert("newer", "server1", start)));
        breakEvent("broken", "alert", "{\"labels\":");
        breakEvent("newer", "alert", "{}");

        List<Message> told = new ArrayList<>(dispatch.step());
        told.addAll(dispatch.stepAfter(WAIT));

        assertThat(names(told)).containsExactlyInAnyOrder("good", "AlertEventsSetAside");
        assertThat(notice(told))
                .contains("2 alert events could not be told", "broken FIRED at " + start, "newer", "UnexpectedEnd");
        assertThat(events.findUndispatched(10).size()).isZero();
        assertThat(events.backlog().setAside()).isEqualTo(2);
        assertThat(events.backlog().example()).contains("newer FIRED");
        assertThat(dispatch.meters.counter("tocsin.events.set.aside").count()).isEqualTo(2);
        assertThat(new DispatchConcerns(events, dispatch.claims, clock).concerns())
                .singleElement()
                .satisfies(concern ->
                        assertThat(concern.code() + concern.subject()).isEqualTo("events-set-aside2"));
    }

    @Test
    void anEventOfAnUnknownKindIsSetAsideAndOneWithAnUnknownReasonIsTold() {
        Alert alert = alert("good", "server1", start);
        dispatch.append(fired(alert));
        dispatch.step();
        dispatch.stepAfter(WAIT);
        database.client()
                .sql("alter table alert_event drop constraint " + kindConstraint())
                .update();
        dispatch.append(resolved(alert, clock.instant()), fired(alert("odd", "server1", start)));
        database.client()
                .sql("update alert_event set reason = 'A_NEW_REASON' where kind = 'RESOLVED'")
                .update();
        breakEvent("odd", "kind", "ESCALATED");

        List<Message> told = new ArrayList<>(dispatch.step());
        told.addAll(dispatch.stepAfter(WAIT));

        assertThat(names(told)).containsExactlyInAnyOrder("good", "AlertEventsSetAside");
        assertThat(notice(told)).contains("odd ESCALATED");
    }

    private String kindConstraint() {
        return database.client()
                .sql("select tc.constraint_name from information_schema.table_constraints tc"
                        + " join information_schema.check_constraints cc on cc.constraint_name = tc.constraint_name"
                        + " where lower(tc.table_name) = 'alert_event' and cc.check_clause like '%FIRED%'")
                .query(String.class)
                .single();
    }

    @Test
    void theEndOfAnAlertWhoseBeginningIsSetAsideWaitsWithIt() {
        Alert alert = alert("broken", "server1", start);
        dispatch.append(fired(alert));
        String stored = eventText("broken");
        breakEvent("broken", "alert", "{");
        dispatch.step();
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();
        assertThat(events.backlog().setAside()).isEqualTo(2);
        breakEvent("broken", "alert", stored);

        events.takeUp(start.minusSeconds(1));
        dispatch.step();
        List<Message> told = dispatch.stepAfter(WAIT);

        assertThat(told).singleElement().satisfies(message -> {
            assertThat(message.firing()).isZero();
            assertThat(message.resolved()).isEqualTo(1);
        });
        assertThat(dispatch.stores.allGroups()).isEmpty();
        assertThat(events.backlog().setAside()).isZero();
    }

    @Test
    void anEventThatCannotBeStoredAsAMemberIsSetAsideAfterThreeTries() {
        Labels tooLong = Labels.of("alertname", "huge", "text", "x".repeat(1_000_001));
        dispatch.append(fired(alert("good1", "server1", start)));
        dispatch.append(fired(alert(tooLong, start)));
        dispatch.append(fired(alert("good2", "server1", start)));

        List<Message> told = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            told.addAll(dispatch.step());
        }
        told.addAll(dispatch.stepAfter(WAIT));

        assertThat(names(told)).containsExactlyInAnyOrder("good1", "good2", "AlertEventsSetAside");
        assertThat(notice(told)).contains("huge FIRED");
        assertThat(events.backlog().setAside()).isEqualTo(1);
    }

    @Test
    void aGroupThatCannotBeToldKeepsNoOtherFromBeingToldAndIsTriedAgainWithoutHurry() {
        dispatch.append(fired(alert("bad", "server1", start)), fired(alert("good", "server1", start)));
        int[] tries = {0};
        dispatch.evidence.whenAsked = alert -> {
            if (alert.name().equals("bad")) {
                tries[0]++;
                throw new StackOverflowError();
            }
        };
        dispatch.step();

        List<Message> told = dispatch.stepAfter(WAIT);
        for (int i = 0; i < 20; i++) {
            told.addAll(dispatch.step());
        }
        List<String> failing = dispatch.claims.setbacks().stream()
                .map(setback -> setback.cause())
                .toList();
        dispatch.evidence.whenAsked = alert -> {};
        List<Message> later = dispatch.stepAfter(CLAIM);

        assertThat(names(told)).containsExactly("good");
        assertThat(tries[0]).as("tries while its claim lasted").isEqualTo(1);
        assertThat(failing).containsExactly("StackOverflowError");
        assertThat(names(later)).containsExactly("bad");
        assertThat(dispatch.claims.setbacks()).isEmpty();
    }

    @Test
    void saysThatEventsWaitAndWhichGroupsFail() {
        DispatchConcerns concerns = new DispatchConcerns(events, dispatch.claims, clock);
        dispatch.append(fired(alert("bad", "server1", start)));
        dispatch.evidence.whenAsked = alert -> {
            throw new IllegalStateException("broken");
        };
        assertThat(concerns.concerns()).isEmpty();
        dispatch.tick(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(concerns.concerns())
                .singleElement()
                .satisfies(concern -> assertThat(concern.code()).isEqualTo("events-late"));
        dispatch.step();
        dispatch.stepAfter(WAIT);
        assertThat(concerns.concerns()).singleElement().satisfies(concern -> {
            assertThat(concern.code()).isEqualTo("notification-group-failing");
            assertThat(concern.reason()).contains("1 times in a row: IllegalStateException: broken");
        });
    }

    @Test
    void anAlertWhoseStoredTextsCannotBeReadIsToldByItsName() {
        dispatch.append(fired(alert("broken", "server1", start)), fired(alert("newer", "server1", start)));
        dispatch.step();
        database.client()
                .sql("update notification_member set labels = '{', alert = '[]' where alert_name = 'broken'")
                .update();
        database.client()
                .sql("update notification_member set alert = '{\"a\":1}' where alert_name = 'newer'")
                .update();
        database.client()
                .sql("update notification_group set group_labels = '{'")
                .update();

        List<Message> told = dispatch.stepAfter(WAIT);

        assertThat(told).hasSize(2);
        assertThat(told.stream().flatMap(message -> message.alerts().stream()))
                .allSatisfy(alert -> assertThat(alert.annotation("summary")).contains("cannot be read"))
                .extracting(AlertEntry::name)
                .containsExactlyInAnyOrder("broken", "newer");
        assertThat(dispatch.step()).as("told once").isEmpty();
    }

    @Test
    void whateverOneStatementThrowsEveryAlertIsTold() {
        List<Supplier<Throwable>> faults = List.of(
                () -> new IllegalStateException("injected"), StackOverflowError::new, NoClassDefFoundError::new);
        boolean wasReached = true;
        for (int statement = 0; wasReached; statement++) {
            Instant at = clock.instant();
            String round = "round" + statement;
            IntStream.range(0, 3).forEach(i -> dispatch.append(fired(alert(round + "-" + i, "server", at))));
            watched.failAfter(statement, faults.get(statement % faults.size()));

            List<Message> told = new ArrayList<>();
            told.addAll(stepSafely());
            dispatch.tick(WAIT);
            told.addAll(stepSafely());
            wasReached = !watched.isFaultPending();
            watched.heal();
            dispatch.tick(CLAIM);
            told.addAll(stepSafely());
            dispatch.tick(WAIT);
            told.addAll(stepSafely());

            assertThat(names(told))
                    .as("after statement %s", statement)
                    .contains(round + "-0", round + "-1", round + "-2");
            assertThat(names(told)).as("after statement %s", statement).doesNotHaveDuplicates();
        }
    }

    private List<Message> stepSafely() {
        try {
            return dispatch.step();
        } catch (RuntimeException | Error e) {
            watched.heal();
            return dispatch.outbox.take();
        }
    }

    private static List<String> names(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.alerts().stream())
                .map(AlertEntry::name)
                .toList();
    }

    private static String notice(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.alerts().stream())
                .filter(alert -> alert.name().equals("AlertEventsSetAside"))
                .map(alert -> alert.annotation("summary") + "\n" + alert.annotation("description"))
                .findFirst()
                .orElse("");
    }

    private String eventText(String name) {
        return database.client()
                .sql("select alert from alert_event where alert_name = :name")
                .param("name", name)
                .query(String.class)
                .single();
    }

    private void breakEvent(String name, String column, String value) {
        database.client()
                .sql("update alert_event set " + column + " = :value where alert_name = :name and kind = 'FIRED'")
                .param("value", value)
                .param("name", name)
                .update();
    }
}
