package io.tocsin.dispatch;

import static io.tocsin.dispatch.TestAlerts.alert;
import static io.tocsin.dispatch.TestAlerts.fired;
import static io.tocsin.dispatch.TestAlerts.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.PostgresServer;
import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.Alert;
import io.tocsin.message.Message;
import io.tocsin.notification.NotificationReason;
import io.tocsin.standin.FaultyLink;
import io.tocsin.standin.StatementCuts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connection to PostgreSQL is cut at every statement from an event to its message; each is told, and told once. */
class DispatchCutIT {

    /** A prime, so that all kinds of statements have their turn. */
    private static final int SOME = 7;

    private static final Duration GROUP_WAIT = Duration.ofSeconds(10);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private FaultyLink link;
    private TestDatabase database;
    private DispatchFixture dispatch;

    @BeforeEach
    void start() {
        link = new FaultyLink(PostgresServer.port());
        database = TestDatabase.postgresBehind(link);
        DispatchFixture.createTables(database.dataSource());
        dispatch = new DispatchFixture(database.dataSource(), clock);
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        link.close();
    }

    @Test
    void nothingIsLostOrDoubledWhenTheConnectionIsCutAtSomeStatements() {
        anAssignmentHappensOnceWhereverTheConnectionIsCut(SOME);
        aFlushTellsOnceAndAtOnceWhereverTheConnectionIsCut(SOME);
        theEndOfAnAlertIsToldOnceWhereverTheConnectionIsCut(SOME);
    }

    @Test
    @Tag("soak")
    void nothingIsLostOrDoubledWhenTheConnectionIsCutAtAnyStatement() {
        anAssignmentHappensOnceWhereverTheConnectionIsCut(1);
        aFlushTellsOnceAndAtOnceWhereverTheConnectionIsCut(1);
        theEndOfAnAlertIsToldOnceWhereverTheConnectionIsCut(1);
    }

    private void anAssignmentHappensOnceWhereverTheConnectionIsCut(int stride) {
        int cuts = new StatementCuts(link, database.client()).at(stride, (run, disturbed) -> {
            dispatch.append(fired(alert("assigned" + run, "server1", clock.instant())));

            disturbed.during(dispatch.dispatcher::step);
            dispatch.dispatcher.step();

            assertThat(of("assigned" + run, dispatch.stepAfter(GROUP_WAIT)))
                    .singleElement()
                    .satisfies(message -> {
                        assertThat(message.firing()).isEqualTo(1);
                        assertThat(message.reason()).isEqualTo(NotificationReason.FIRST_NOTIFICATION);
                    });
        });

        assertThat(cuts).isGreaterThan(20 / stride);
    }

    private void aFlushTellsOnceAndAtOnceWhereverTheConnectionIsCut(int stride) {
        int cuts = new StatementCuts(link, database.client()).at(stride, (run, disturbed) -> {
            dispatch.append(fired(alert("flushed" + run, "server1", clock.instant())));
            dispatch.dispatcher.step();
            dispatch.tick(GROUP_WAIT);

            disturbed.during(dispatch.dispatcher::step);
            List<Message> messages = new ArrayList<>(dispatch.stepAfter(Duration.ofSeconds(2)));

            assertThat(of("flushed" + run, messages))
                    .singleElement()
                    .satisfies(message -> assertThat(message.firing()).isEqualTo(1));
            assertThat(of("flushed" + run, dispatch.stepAfter(Duration.ofMinutes(2))))
                    .isEmpty();
        });

        assertThat(cuts).isGreaterThan(20 / stride);
    }

    private void theEndOfAnAlertIsToldOnceWhereverTheConnectionIsCut(int stride) {
        int cuts = new StatementCuts(link, database.client()).at(stride, (run, disturbed) -> {
            Alert alert = alert("ended" + run, "server1", clock.instant());
            dispatch.append(fired(alert));
            dispatch.dispatcher.step();
            dispatch.stepAfter(GROUP_WAIT);
            dispatch.append(resolved(alert, clock.instant()));

            disturbed.during(() -> {
                dispatch.dispatcher.step();
                dispatch.tick(Duration.ofMinutes(1));
                dispatch.dispatcher.step();
            });
            List<Message> messages = new ArrayList<>(dispatch.stepAfter(Duration.ofSeconds(2)));
            messages.addAll(dispatch.stepAfter(Duration.ofMinutes(1)));

            assertThat(of("ended" + run, messages))
                    .singleElement()
                    .satisfies(message -> assertThat(message.resolved()).isEqualTo(1));
        });

        assertThat(cuts).isGreaterThan(40 / stride);
    }

    /** Those of one alert; the groups of runs before repeat what still fires. */
    private static List<Message> of(String alert, List<Message> messages) {
        return messages.stream()
                .filter(message -> alert.equals(message.groupLabels().get("alertname")))
                .toList();
    }
}
