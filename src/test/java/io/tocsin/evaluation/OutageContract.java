package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.failure;
import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.label.Sample;
import io.tocsin.rule.ErrorPolicy;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What becomes of slots that nobody could evaluate in time, over each database. */
abstract class OutageContract extends EvaluationContract {

    private static final RuleGroup GROUP = group("ocr")
            .rules(rule("ocr_alert").condition(above(0)), rule("other").condition(above(100)))
            .build();
    private static final Instant SLOT = GROUP.slotAfter(Instant.parse("2026-11-20T10:00:00Z"));

    OutageContract() {
        super(SLOT);
    }

    private static Instant slot(int number) {
        return SLOT.plusSeconds(60L * number);
    }

    /** Errors are logged from one slot to another, both included. */
    private static BiFunction<String, Instant, QueryResult<List<Sample>>> errorsBetween(int first, int last) {
        return (expression, at) -> {
            boolean isWithin = !at.isBefore(slot(first)) && !at.isAfter(slot(last));
            return success(List.of(sample(isWithin ? 5 : 0, "host", "server1")));
        };
    }

    @Test
    void catchesUpMissedSlotsInOrderWithOneQuestionPerRule() {
        querier.answer(errorsBetween(3, 6));
        replica.runAt(GROUP, slot(0));
        querier.questions.clear();

        replica.runAt(GROUP, slot(10));

        assertThat(querier.questions)
                .hasSize(4)
                .filteredOn(question -> question.contains(" .. "))
                .hasSize(2)
                .allSatisfy(question -> assertThat(question).endsWith(slot(1) + " .. " + slot(9)));
        List<AlertEvent> events = replica.takeEvents();
        assertThat(events).extracting(AlertEvent::at).containsExactly(slot(3), slot(7));
        assertThat(events).allMatch(AlertEvent::isLate);
        assertThat(replica.slotCounts()).containsEntry("caught_up", 9L).containsEntry("live", 2L);
    }

    @Test
    void reachesTheSameEventsLateAsLive() {
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            List<Double> values = random.doubles(120, 0, 3).boxed().toList();
            RuleGroup live = randomGroup("live" + seed);
            RuleGroup late = randomGroup("late" + seed);
            BiFunction<String, Instant, QueryResult<List<Sample>>> script =
                    (expression, at) -> script(values, live, at);

            List<String> liveEvents = play(live, live, script, 1, new Random(seed));
            List<String> lateEvents = play(late, live, script, 20, new Random(seed));

            assertThat(lateEvents).as("seed %d", seed).isEqualTo(liveEvents).isNotEmpty();
        }
    }

    private static RuleGroup randomGroup(String name) {
        return group(name)
                .interval(Duration.ofMinutes(1))
                .rules(rule("held")
                        .condition(above(1))
                        .holdDuration(Duration.ofMinutes(2))
                        .keepFiringFor(Duration.ofMinutes(1)))
                .build();
    }

    /** The value of a minute; both groups of a comparison see the same minutes, whatever their slots' shift is. */
    private static QueryResult<List<Sample>> script(List<Double> values, RuleGroup group, Instant at) {
        int minute = (int) Duration.between(SLOT, at).toMinutes();
        double value = values.get(Math.floorMod(minute, values.size()));
        return success(value < 0.5 ? List.of() : List.of(sample(Math.floor(value), "host", "a")));
    }

    private List<String> play(
            RuleGroup group,
            RuleGroup reference,
            BiFunction<String, Instant, QueryResult<List<Sample>>> script,
            int mostAtOnce,
            Random random) {
        querier.answer(script);
        Instant first = group.slotAfter(SLOT);
        for (int number = 0; number < 100; number += mostAtOnce == 1 ? 1 : 1 + random.nextInt(mostAtOnce)) {
            replica.runAt(group, first.plusSeconds(60L * number));
        }
        replica.runAt(group, first.plusSeconds(6000));
        List<String> events = new ArrayList<>();
        for (AlertEvent event : replica.takeEvents()) {
            events.add(event.getClass().getSimpleName() + " "
                    + Duration.between(first, event.at()).toMinutes() + " "
                    + event.alert().value());
        }
        return events;
    }

    @Test
    void looksAtTheWindowsOfAnOutageWhenTheDataSourceIsBack() {
        querier.answer(errorsBetween(3, 4));
        replica.runAt(GROUP, slot(0));
        querier.fail(QueryFailure.UNREACHABLE);
        for (int number = 1; number <= 5; number++) {
            replica.runAt(GROUP, slot(number));
        }
        assertThat(replica.takeEvents()).isEmpty();
        assertThat(replica.newest(GROUP).health()).isEqualTo(RuleHealth.ERROR);
        querier.answer(errorsBetween(3, 4));

        replica.runAt(GROUP, slot(6));

        assertThat(replica.takeEvents()).extracting(AlertEvent::at).containsExactly(slot(3), slot(5));
        assertThat(replica.newest(GROUP).health()).isEqualTo(RuleHealth.OK);
        assertThat(replica.slotCounts()).containsEntry("held", 5L).containsEntry("caught_up", 5L);
    }

    @Test
    void doesNotWaitForTheDataSourceWhenARuleWantsToBeToldOfErrors() {
        RuleGroup group = group("told")
                .rules(rule("a").condition(above(0)).onError(ErrorPolicy.ALERT))
                .build();
        Instant first = group.slotAfter(SLOT);
        querier.fail(QueryFailure.UNREACHABLE);

        replica.runAt(group, first);

        assertThat(replica.takeEvents()).hasSize(1);
        assertThat(replica.cursors.find(group.key()).orElseThrow().slot()).isEqualTo(first);
    }

    @Test
    void goesOnLiveWhenTheDataSourceCannotAnswerForThePast() {
        querier.answer(errorsBetween(3, 4));
        replica.runAt(GROUP, slot(0));
        querier.answer((expression, at) ->
                at.equals(slot(10)) ? success(List.of(sample(5, "host", "server1"))) : failure(QueryFailure.TIMEOUT));

        for (int i = 0; i < 4; i++) {
            Instant again = replica.runAt(GROUP, slot(10));
            assertThat(again).isBefore(slot(11));
        }
        List<AlertEvent> whileWaiting = replica.takeEvents();
        replica.runAt(GROUP, slot(10));

        assertThat(whileWaiting).isEmpty();
        assertThat(replica.takeEvents()).extracting(AlertEvent::at).containsExactly(slot(10));
        assertThat(replica.slotCounts()).containsEntry("skipped", 9L).containsEntry("held", 4L);
    }

    @Test
    void losesNothingWhenTheDataSourceAnswersForThePastAtASecondAttempt() {
        querier.answer(errorsBetween(3, 4));
        replica.runAt(GROUP, slot(0));
        querier.answer((expression, at) ->
                at.equals(slot(10)) ? success(List.of(sample(0, "host", "server1"))) : failure(QueryFailure.TIMEOUT));
        replica.runAt(GROUP, slot(10));
        querier.answer(errorsBetween(3, 4));

        replica.runAt(GROUP, slot(10));

        assertThat(replica.takeEvents()).extracting(AlertEvent::at).containsExactly(slot(3), slot(5));
        assertThat(replica.slotCounts()).containsEntry("skipped", 0L).containsEntry("caught_up", 9L);
    }

    @Test
    void asksForThePastInHalvesWhenItIsTooMuchAtOnce() {
        querier.answer(errorsBetween(3, 4));
        replica.runAt(GROUP, slot(0));
        querier.refuseRangesOfMoreThan(3, QueryFailure.SERIES_LIMIT);

        replica.runAt(GROUP, slot(10));

        assertThat(replica.takeEvents()).extracting(AlertEvent::at).containsExactly(slot(3), slot(5));
        assertThat(replica.slotCounts()).containsEntry("caught_up", 9L).containsEntry("skipped", 0L);
    }

    @Test
    void skipsAndCountsSlotsThatAreTooOld() {
        querier.answer(errorsBetween(3, 4));
        replica.runAt(GROUP, slot(0));

        replica.runAt(GROUP, slot(300));

        assertThat(replica.takeEvents()).isEmpty();
        assertThat(replica.slotCounts()).containsEntry("caught_up", 59L).containsEntry("skipped", 240L);
    }

    @Test
    void evaluatesNothingTwiceWhenTheClockGoesBack() {
        querier.answer(errorsBetween(0, 100));
        replica.runAt(GROUP, slot(5));
        int questions = querier.questions.size();

        replica.runAt(GROUP, slot(2));
        replica.runAt(GROUP, slot(5));

        assertThat(querier.questions).hasSize(questions);
        replica.runAt(GROUP, slot(6));
        assertThat(querier.questions).hasSize(questions + 2);
        assertThat(replica.takeEvents()).hasSize(1);
    }

    /** One of the group's rules has no answer before this moment; errors are logged at slot 1. */
    private BiFunction<String, Instant, QueryResult<List<Sample>>> silentUntil(Instant answering) {
        return (expression, at) ->
                expression.contains("ocr_alert") && clock.instant().isBefore(answering)
                        ? failure(QueryFailure.SERVER_ERROR)
                        : success(List.of(sample(at.equals(slot(1)) ? 5 : 0, "host", "server1")));
    }

    /** Runs the group whenever it wants to be run, until it waits for the slot. */
    private List<Instant> runUntil(Instant slot) {
        List<Instant> runs = new ArrayList<>();
        for (Instant at = slot(1).plusMillis(20); at.isBefore(slot); at = replica.runAgainAt(GROUP, at)) {
            runs.add(at);
        }
        return runs;
    }

    @Test
    void asksARuleAgainThatHadNoAnswerWhileOthersOfItsGroupHad() {
        querier.answer(silentUntil(slot(1).plusSeconds(20)));
        replica.runAt(GROUP, slot(0));
        querier.questions.clear();

        List<Instant> runs = runUntil(slot(2));

        assertThat(runs).hasSizeBetween(4, 7);
        assertThat(querier.questions)
                .filteredOn(question -> question.contains("other"))
                .hasSize(1);
        assertThat(querier.questions).hasSize(runs.size() + 1);
        assertThat(replica.takeEvents()).singleElement().satisfies(event -> {
            assertThat(event.at()).isEqualTo(slot(1));
            assertThat(event.isLate()).isFalse();
        });
        assertThat(replica.history.findEvaluations(GROUP.rules().get(0).key(), 2))
                .extracting(EvaluationRecord::result)
                .extracting(EvaluationResult::slot, EvaluationResult::health)
                .containsExactly(tuple(slot(1), RuleHealth.OK), tuple(slot(1), RuleHealth.ERROR));
        assertThat(replica.newest(GROUP).health()).isEqualTo(RuleHealth.OK);
    }

    @Test
    void asksNoLongerThanTheSlotLasts() {
        querier.answer(silentUntil(slot(5)));
        replica.runAt(GROUP, slot(0));

        runUntil(slot(2));
        replica.runAt(GROUP, slot(2));

        assertThat(replica.takeEvents()).isEmpty();
        assertThat(replica.history.findEvaluations(GROUP.rules().get(0).key(), 10))
                .extracting(EvaluationRecord::result)
                .extracting(EvaluationResult::slot, EvaluationResult::health)
                .contains(tuple(slot(1), RuleHealth.ERROR), tuple(slot(2), RuleHealth.ERROR));
    }

    @Test
    void doesNotAskAgainWhatWasRefused() {
        querier.answer((expression, at) -> expression.contains("ocr_alert")
                ? failure(QueryFailure.BAD_QUERY)
                : success(List.of(sample(0, "host", "server1"))));

        assertThat(replica.runAt(GROUP, slot(1))).isEqualTo(slot(2));
    }

    @Test
    void leavesTheOtherInstancesAloneWhenOneRuleIsAskedAgain() {
        RuleGroup both = group("ocr")
                .rules(rule("ocr_alert").condition(above(0)), rule("other").condition(above(-1)))
                .build();
        querier.answer(silentUntil(slot(1).plusSeconds(3)));
        replica.runAt(both, slot(1));
        List<AlertEvent> atOnce = replica.takeEvents();

        replica.runAgainAt(both, slot(1).plusSeconds(4));

        assertThat(atOnce).extracting(event -> event.alert().name()).containsExactly("other");
        assertThat(replica.takeEvents())
                .extracting(event -> event.alert().name())
                .containsExactly("ocr_alert");
        assertThat(replica.instancesOf(both)).hasSize(2);
    }

    @Test
    void letsOnlyOneReplicaWriteAnAnswerThatCameLater() {
        querier.answer(silentUntil(slot(1).plusSeconds(3)));
        replica.runAt(GROUP, slot(1));
        EvaluationHarness other = new EvaluationHarness(database, querier, clock);
        other.use(GROUP);
        boolean[] isNested = new boolean[1];
        querier.answer((expression, at) -> {
            if (!isNested[0]) {
                isNested[0] = true;
                other.runner.run(GROUP);
            }
            return success(List.of(sample(5, "host", "server1")));
        });

        replica.runAgainAt(GROUP, slot(1).plusSeconds(4));

        assertThat(replica.takeEvents()).hasSize(1);
        assertThat(replica.slotCounts()).containsEntry("fenced", 1L);
    }

    @Test
    void doesNotLeaveARuleOutOfTheCatchUpBecauseItHadNoAnswerForAMoment() {
        querier.answer(errorsBetween(3, 4));
        replica.runAt(GROUP, slot(0));
        querier.answer((expression, at) -> expression.contains("ocr_alert") && !at.equals(slot(10))
                ? failure(QueryFailure.SERVER_ERROR)
                : errorsBetween(3, 4).apply(expression, at));

        Instant again = replica.runAt(GROUP, slot(10));
        querier.answer(errorsBetween(3, 4));
        replica.runAgainAt(GROUP, again);

        assertThat(replica.takeEvents()).extracting(AlertEvent::at).containsExactly(slot(3), slot(5));
        assertThat(replica.slotCounts()).containsEntry("caught_up", 9L).containsEntry("skipped", 0L);
    }

    @Test
    void saysSinceWhichSlotADataSourceFails() {
        RuleGroup slow = group("slow")
                .interval(Duration.ofHours(1))
                .rules(rule("slow").condition(above(0)))
                .build();
        Instant slot = slow.slotAfter(SLOT);
        querier.fail(QueryFailure.UNREACHABLE);
        replica.runAgainAt(slow, slot.plusSeconds(1800));
        replica.alerts.check();
        List<AlertEvent> tooEarly = replica.takeEvents();

        replica.runAgainAt(slow, slot.plusSeconds(1800 + 150));
        replica.alerts.check();

        assertThat(tooEarly).isEmpty();
        assertThat(replica.takeEvents())
                .singleElement()
                .satisfies(fired -> assertThat(fired.alert().annotations().get("summary"))
                        .endsWith("since " + slot.toString().substring(11, 16) + " UTC"));
    }

    @Test
    void tellsOnceThatADataSourceIsUnreachableAndOnceThatItIsBack() {
        EvaluationHarness other = new EvaluationHarness(database, querier, clock);
        querier.fail(QueryFailure.UNREACHABLE);
        for (int number = 0; number < 6; number++) {
            replica.runAt(GROUP, slot(number));
            replica.alerts.check();
            other.alerts.check();
        }
        List<AlertEvent> told = replica.takeEvents();
        querier.answer();
        replica.runAt(GROUP, slot(6));
        EvaluationHarness restarted = new EvaluationHarness(database, querier, clock);
        restarted.alerts.check();
        other.alerts.check();

        assertThat(told).singleElement().isInstanceOfSatisfying(AlertEvent.Fired.class, fired -> {
            assertThat(fired.alert().name()).isEqualTo("DatasourceUnreachable");
            assertThat(fired.alert().labels().get("datasource")).isEqualTo("default");
            assertThat(fired.alert().annotations().get("summary"))
                    .isEqualTo("Loki unreachable: 2 rules cannot be evaluated since 10:00 UTC");
            assertThat(fired.at()).isBetween(slot(2), slot(3));
        });
        assertThat(replica.takeEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        AlertEvent.Resolved.class,
                        resolved -> assertThat(resolved.alert().id())
                                .isEqualTo(told.get(0).alert().id()));
        assertThat(replica.instances.findActive()).isEmpty();
    }

    @Test
    void tellsTheEndOfAnOutageAlthoughItsInstanceIsGone() {
        querier.fail(QueryFailure.UNREACHABLE);
        for (int number = 0; number < 4; number++) {
            replica.runAt(GROUP, slot(number));
            replica.alerts.check();
        }
        AlertEvent fired = replica.takeEvents().get(0);
        replica.instances.delete(
                replica.instances.findFiring(List.of(fired.alert().id())).values().stream()
                        .toList());
        querier.answer();
        replica.runAt(GROUP, slot(4));
        replica.alerts.check();

        assertThat(replica.takeEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        AlertEvent.Resolved.class,
                        resolved -> assertThat(resolved.alert().id())
                                .isEqualTo(fired.alert().id()));
    }

    @Test
    void saysNothingOfAShortOutage() {
        querier.fail(QueryFailure.UNREACHABLE);
        replica.runAt(GROUP, slot(0));
        replica.alerts.check();
        querier.answer();
        replica.runAt(GROUP, slot(1));
        clock.tick(Duration.ofMinutes(10));

        replica.alerts.check();

        assertThat(replica.takeEvents()).isEmpty();
    }

    @Test
    void saysNothingWhenOnlyOneQuestionIsTooHeavy() {
        querier.answer(
                (expression, at) -> expression.contains("other") ? failure(QueryFailure.TIMEOUT) : success(List.of()));
        for (int number = 0; number < 6; number++) {
            replica.runAt(GROUP, slot(number));
            replica.alerts.check();
        }

        assertThat(replica.takeEvents()).isEmpty();
    }

    @Test
    void showsAnUnreachableDataSourceAsAFiringInstance() {
        querier.fail(QueryFailure.UNREACHABLE);
        for (int number = 0; number < 4; number++) {
            replica.runAt(GROUP, slot(number));
            replica.alerts.check();
        }
        AlertEvent fired = replica.takeEvents().get(0);

        assertThat(replica.instances.findFiring(List.of(fired.alert().id()))).hasSize(1);
    }
}
