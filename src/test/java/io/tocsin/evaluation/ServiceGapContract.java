package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.alert.store.ServiceGap;
import io.tocsin.alert.store.ServiceGap.GapCause;
import io.tocsin.database.clock.StoredTimes;
import io.tocsin.evaluation.outage.GapNotices;
import io.tocsin.evaluation.outage.ServiceBeat;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Times in which nothing was evaluated, and clocks that were set, over each database. */
abstract class ServiceGapContract {

    private static final Instant START = Instant.parse("2026-11-20T03:10:00Z");
    private static final RuleGroup GROUP = group("gap")
            .rules(rule("a").condition(above(0)), rule("b").condition(above(100)))
            .build();
    private static final RuleGroup OTHER =
            group("other").rules(rule("c").condition(above(100))).build();

    private final FakeQuerier querier = new FakeQuerier();
    private final SettableClock clock = new SettableClock(START);
    private TestDatabase database;
    private Replica replica;

    abstract TestDatabase open();

    @BeforeEach
    void start() {
        database = open();
        replica = new Replica();
        replica.beat();
        replica.run();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    /** One process: its evaluation, its beat, and the time that passed for it. */
    private final class Replica {

        private final EvaluationHarness harness = new EvaluationHarness(database, querier, clock);
        private final ServiceBeat beat = new ServiceBeat(
                AlertStores.gaps(database),
                new StoredTimes(database.client(), database.client()),
                database.transactions(),
                Duration.ofMinutes(5),
                clock,
                () -> this.nanos);
        private long nanos;

        void beat() {
            beat.beat();
        }

        void run() {
            harness.use(GROUP, OTHER);
            harness.runner.run(GROUP);
            harness.runner.run(OTHER);
        }

        /** Time in which it works. */
        void work(Duration time) {
            for (long minutes = 0; minutes < time.toMinutes(); minutes++) {
                pass(Duration.ofMinutes(1));
                beat();
                run();
            }
        }

        void pass(Duration time) {
            clock.tick(time);
            nanos += time.toNanos();
        }

        List<AlertEvent> tell() {
            harness.use(GROUP, OTHER);
            harness.notices.check();
            return harness.takeEvents();
        }

        String said() {
            List<AlertEvent> events = tell().stream()
                    .filter(event -> event.alert().name().equals(GapNotices.ALERT_NAME))
                    .toList();
            assertThat(events).hasSize(2);
            assertThat(events.get(0)).isInstanceOf(AlertEvent.Fired.class);
            assertThat(events.get(1)).isInstanceOf(AlertEvent.Resolved.class);
            return events.get(0).alert().annotations().get("summary");
        }
    }

    private List<ServiceGap> gaps() {
        return AlertStores.gaps(database).findNewest(10);
    }

    @Test
    void tellsOnceThatNothingRanAndWhatWasCaughtUp() {
        clock.tick(Duration.ofMinutes(75));
        Replica restarted = new Replica();
        Replica second = new Replica();
        restarted.beat();
        second.beat();
        List<AlertEvent> tooEarly = restarted.tell();

        restarted.run();
        String said = restarted.said();

        assertThat(tooEarly).isEmpty();
        assertThat(said)
                .isEqualTo("Tocsin was not running from 03:10 to 04:25 UTC; 3 rules were caught up, 30 slots skipped");
        assertThat(second.tell()).isEmpty();
        assertThat(gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(GapCause.STOPPED);
            assertThat(gap.caughtUp()).isEqualTo(59 + 59);
            assertThat(gap.skipped()).isEqualTo(30);
        });
    }

    @Test
    void saysTheSameInKorean() {
        clock.tick(Duration.ofMinutes(75));
        Replica restarted = new Replica();
        restarted.beat();
        restarted.run();

        assertThat(restarted.tell().get(0).alert().annotations().get("summary_ko"))
                .isEqualTo("Tocsin이 03:10부터 04:25까지(UTC) 실행되지 않았습니다. 규칙 3개를 따라잡았고 평가 30회를 건너뛰었습니다.");
    }

    @Test
    void saysNothingOfAShortRestart() {
        clock.tick(Duration.ofMinutes(4));
        Replica restarted = new Replica();
        restarted.beat();
        restarted.run();

        assertThat(restarted.tell()).isEmpty();
        assertThat(gaps()).isEmpty();
    }

    @Test
    void saysNothingWhileAnotherReplicaWorks() {
        Replica second = new Replica();
        second.work(Duration.ofMinutes(20));
        replica.nanos += Duration.ofMinutes(20).toNanos();

        replica.beat();

        assertThat(gaps()).isEmpty();
    }

    @Test
    void knowsASuspendedProcessFromAClockThatWasSetForward() {
        replica.pass(Duration.ofMinutes(10));
        replica.beat();
        clock.tick(Duration.ofMinutes(30));
        replica.nanos += Duration.ofSeconds(3).toNanos();
        replica.beat();

        assertThat(gaps()).extracting(ServiceGap::cause).containsExactly(GapCause.CLOCK_FORWARD, GapCause.SUSPENDED);
    }

    @Test
    void knowsADatabaseThatWasAway() {
        database.client()
                .sql("alter table service_beat rename to service_beat_away")
                .update();
        replica.pass(Duration.ofMinutes(3));
        assertThatThrownBy(replica::beat).isInstanceOf(RuntimeException.class);
        database.client()
                .sql("alter table service_beat_away rename to service_beat")
                .update();
        replica.pass(Duration.ofMinutes(4));

        replica.beat();

        assertThat(gaps()).extracting(ServiceGap::cause).containsExactly(GapCause.DATABASE);
    }

    @Test
    void tellsOfAGapAlthoughTheDataSourceKeepsGroupsFromBeingCaughtUp() {
        replica.pass(Duration.ofMinutes(10));
        replica.beat();
        querier.fail(io.tocsin.datasource.QueryFailure.UNREACHABLE);
        replica.run();
        List<AlertEvent> tooEarly = replica.tell();

        replica.pass(Duration.ofMinutes(2));

        assertThat(tooEarly).isEmpty();
        assertThat(replica.said()).endsWith("0 rules were caught up, 0 slots skipped; 2 groups still to be caught up");
    }

    @Test
    void goesOnAtOnceWhenTheClockIsSetBackByAnHour() {
        querier.answer(sample(1, "host", "server1"));
        replica.work(Duration.ofMinutes(10));
        replica.harness.takeEvents();

        clock.tick(Duration.ofMinutes(-60));
        replica.nanos += ServiceBeat.PERIOD.toNanos();
        replica.beat();
        querier.questions.clear();
        replica.work(Duration.ofMinutes(5));

        assertThat(querier.questions).hasSize(15);
        assertThat(replica.said())
                .isEqualTo("The clock was set back from 03:20 to 02:20 UTC; rules are evaluated from there on");
        assertThat(gaps()).extracting(ServiceGap::cause).containsExactly(GapCause.CLOCK_BACK);
        assertThat(replica.beat.concerns())
                .singleElement()
                .satisfies(concern -> assertThat(concern.code()).isEqualTo("clock-set-back"));
    }

    @Test
    void endsTheConcernOfAClockThatWasSetBackWhenItsTimeHasCome() {
        replica.work(Duration.ofMinutes(10));
        clock.tick(Duration.ofMinutes(-3));
        replica.beat();
        replica.work(Duration.ofMinutes(4));

        assertThat(replica.beat.concerns()).isEmpty();
    }

    @Test
    void neitherResolvesNorForgetsWhatFiresWhenTheClockIsSetBack() {
        RuleGroup held = group("held")
                .rules(rule("held").condition(above(0)).holdDuration(Duration.ofMinutes(10)))
                .build();
        querier.answer(sample(1, "host", "server1"));
        List<AlertEvent> events = new ArrayList<>();
        for (int minute = 0; minute < 60; minute++) {
            replica.pass(Duration.ofMinutes(1));
            replica.beat();
            replica.harness.use(held);
            replica.harness.runner.run(held);
        }
        events.addAll(replica.harness.takeEvents());
        clock.tick(Duration.ofMinutes(-45));
        for (int minute = 0; minute < 5; minute++) {
            replica.pass(Duration.ofMinutes(1));
            replica.beat();
            replica.harness.runner.run(held);
        }
        List<AlertEvent> afterwards = replica.harness.takeEvents();
        querier.answer(sample(0, "host", "server1"));
        replica.pass(Duration.ofMinutes(1));
        replica.harness.runner.run(held);

        assertThat(events).hasSize(1);
        assertThat(afterwards).isEmpty();
        assertThat(replica.harness.takeEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        AlertEvent.Resolved.class,
                        resolved -> assertThat(resolved.alert().id())
                                .isEqualTo(events.get(0).alert().id()));
    }

    @Test
    void tellsAgainWhatFiresAtATimeThatHappensTwice() {
        Instant slot = GROUP.slotAfter(START.plus(Duration.ofMinutes(30)));
        querier.answer((expression, at) -> success(List.of(sample(at.equals(slot) ? 1 : 0, "host", "server1"))));
        replica.work(Duration.ofMinutes(40));
        List<AlertEvent> first = replica.harness.takeEvents();

        clock.tick(Duration.ofMinutes(-20));
        replica.work(Duration.ofMinutes(20));

        assertThat(first).extracting(AlertEvent::at).containsExactly(slot, slot.plusSeconds(60));
        assertThat(replica.harness.takeEvents()).extracting(AlertEvent::at).containsExactly(slot, slot.plusSeconds(60));
    }

    @Test
    void waitsForAClockThatIsBehindByAMoment() {
        querier.answer(sample(0, "host", "server1"));
        replica.work(Duration.ofMinutes(10));
        querier.questions.clear();

        clock.tick(Duration.ofSeconds(-50));
        replica.beat();
        replica.run();

        assertThat(querier.questions).isEmpty();
        assertThat(gaps()).isEmpty();
        assertThat(replica.beat.concerns()).hasSize(1);
    }
}
