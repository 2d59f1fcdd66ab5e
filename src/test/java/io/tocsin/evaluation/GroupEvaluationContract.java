package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.failure;
import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.rule.NoDataPolicy;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.storage.TestDisks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A group's way through its slots, over each database. */
abstract class GroupEvaluationContract extends EvaluationContract {

    private static final RuleGroup GROUP = group("ocr")
            .rules(rule("ocr_alert").condition(above(0)).annotation("summary", "{{value}} errors on {{labels.host}}"))
            .build();
    private static final Instant SLOT = GROUP.slotAfter(Instant.parse("2026-11-20T10:00:00Z"));

    GroupEvaluationContract() {
        super(SLOT);
    }

    private static Instant slot(int number) {
        return SLOT.plusSeconds(60L * number);
    }

    @Test
    void aNewGroupIsNotEvaluatedForATimeInWhichItsSourceWasNotThere() {
        querier.answer(sample(7, "host", "server1"));
        querier.knownSince = slot(0).plusSeconds(20);

        Instant next = replica.runAgainAt(GROUP, slot(0).plusSeconds(40));
        List<AlertEvent> before = replica.takeEvents();
        replica.runAt(GROUP, slot(1));

        assertThat(next).isEqualTo(slot(1));
        assertThat(before).isEmpty();
        assertThat(replica.takeEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.alert().activeAt()).isEqualTo(slot(1)));
    }

    @Test
    void firesAndResolvesOnceWithValueAndReason() {
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        replica.runAt(GROUP, slot(1));
        querier.answer(sample(0, "host", "server1"));
        replica.runAt(GROUP, slot(2));
        replica.runAt(GROUP, slot(3));

        List<AlertEvent> events = replica.takeEvents();

        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isInstanceOfSatisfying(AlertEvent.Fired.class, fired -> {
            assertThat(fired.at()).isEqualTo(slot(0));
            assertThat(fired.alert().value()).isEqualTo(7);
            assertThat(fired.alert().annotations()).containsEntry("summary", "7 errors on server1");
            assertThat(fired.alert().rule().condition()).isEqualTo("> 0");
            assertThat(fired.isLate()).isFalse();
        });
        assertThat(events.get(1)).isInstanceOfSatisfying(AlertEvent.Resolved.class, resolved -> {
            assertThat(resolved.at()).isEqualTo(slot(2));
            assertThat(resolved.reason()).isEqualTo(ResolveReason.CONDITION_FALSE);
            assertThat(resolved.presentValue()).isZero();
            assertThat(resolved.alert().id()).isEqualTo(events.get(0).alert().id());
            assertThat(resolved.alert().slot()).isEqualTo(slot(1));
        });
    }

    @Test
    void writesStatesAndEventsButNoHistoryWhileTheDiskIsFull() {
        RuleKey rule = GROUP.rules().get(0).key();
        querier.answer(sample(7, "host", "server1"));
        replica.freeBytes.set(TestDisks.FULL - 1);
        replica.runAt(GROUP, slot(0));
        replica.freeBytes.set(TestDisks.FULL);
        replica.runAt(GROUP, slot(1));

        assertThat(replica.takeEvents()).hasSize(1);
        assertThat(replica.instancesOf(GROUP)).hasSize(1);
        assertThat(replica.history.findTransitions(rule, 10)).hasSize(1);
        assertThat(replica.history.findEvaluations(rule, 10))
                .extracting(evaluation -> evaluation.result().slot())
                .containsExactly(slot(1));
        assertThat(replica.registry.get("tocsin.history.left.out").counter().count())
                .isEqualTo(1);
    }

    @Test
    void asksAtTheSlotMinusTheQueryOffset() {
        RuleGroup group = group("offset")
                .queryOffset(Duration.ofSeconds(25))
                .rules(rule("a").expression("vector(1)"))
                .build();
        Instant slot = group.slotAfter(SLOT);

        Instant next = replica.runAt(group, slot);

        assertThat(querier.questions).containsExactly("vector(1) @ " + slot.minusSeconds(25));
        assertThat(next).isEqualTo(slot.plusSeconds(60));
    }

    @Test
    void evaluatesASlotOnlyOnce() {
        querier.answer(sample(1));
        replica.runAt(GROUP, slot(0));

        Instant next = replica.runAt(GROUP, slot(0).plusSeconds(30));

        assertThat(querier.questions).hasSize(1);
        assertThat(next).isEqualTo(slot(1));
    }

    @Test
    void changesNothingWhileTheDataSourceFails() {
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        List<AlertInstance> before = replica.instancesOf(GROUP);
        querier.fail(QueryFailure.SERVER_ERROR);

        for (int i = 1; i <= 10; i++) {
            replica.runAt(GROUP, slot(i));
        }

        assertThat(replica.instancesOf(GROUP)).isEqualTo(before);
        assertThat(replica.takeEvents()).hasSize(1);
        assertThat(replica.newest(GROUP)).satisfies(newest -> {
            assertThat(newest.health()).isEqualTo(RuleHealth.ERROR);
            assertThat(newest.errorReason()).isEqualTo("server_error");
            assertThat(newest.error()).isEqualTo("the data source says SERVER_ERROR");
            assertThat(newest.slot()).isEqualTo(slot(10));
        });
    }

    @Test
    void asksAgainWithinTheSlotWhenTheDataSourceStumbles() {
        int[] calls = new int[1];
        querier.answer(
                (expression, at) -> calls[0]++ < 2 ? failure(QueryFailure.UNREACHABLE) : success(List.of(sample(7))));

        for (Instant at = slot(0); at.isBefore(slot(1)); at = replica.runAgainAt(GROUP, at)) {
            assertThat(at).isBefore(slot(0).plusSeconds(10));
            if (calls[0] == 2) {
                break;
            }
        }
        replica.runAgainAt(GROUP, slot(0).plusSeconds(10));

        assertThat(calls[0]).isEqualTo(3);
        assertThat(replica.takeEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.at()).isEqualTo(slot(0)));
    }

    @Test
    void doesNotRepeatAQuestionThatWasRefused() {
        querier.fail(QueryFailure.BAD_QUERY);

        replica.runAt(GROUP, slot(0));

        assertThat(querier.questions).hasSize(1);
    }

    @Test
    void writesNothingWhenAnotherReplicaWasFirst() {
        querier.answer(sample(7, "host", "server1"));
        replica.use(GROUP);
        clock.set(slot(0));
        EvaluationHarness slow = new EvaluationHarness(database, new FakeQuerier(), clock);
        slow.querier.answer((expression, at) -> {
            replica.runner.run(GROUP);
            return success(List.of(sample(9, "host", "server9")));
        });

        slow.runAt(GROUP, slot(0));

        assertThat(replica.instancesOf(GROUP))
                .extracting(instance -> instance.labels().get("host"))
                .containsExactly("server1");
        assertThat(replica.takeEvents()).hasSize(1);
        assertThat(slow.slotCounts()).containsEntry("fenced", 1L).containsEntry("live", 0L);
    }

    @Test
    void goesOnAfterARestartAsIfNothingHadHappened() {
        RuleGroup group = group("held")
                .rules(rule("a").condition(above(0)).holdDuration(Duration.ofMinutes(3)))
                .build();
        Instant first = group.slotAfter(SLOT);
        querier.answer(sample(1));
        for (int i = 0; i < 3; i++) {
            new EvaluationHarness(database, querier, clock).runAt(group, first.plusSeconds(60L * i));
        }
        assertThat(replica.takeEvents()).isEmpty();

        new EvaluationHarness(database, querier, clock).runAt(group, first.plusSeconds(180));

        assertThat(replica.takeEvents()).singleElement().satisfies(event -> {
            assertThat(event.alert().activeAt()).isEqualTo(first);
            assertThat(event.alert().firedAt()).isEqualTo(first.plusSeconds(180));
        });
    }

    @Test
    void resolvesTheInstancesOfARemovedRule() {
        RuleGroup both = group("two")
                .rules(rule("keeps").condition(above(0)), rule("goes").condition(above(0)))
                .build();
        RuleGroup one = group("two").rules(rule("keeps").condition(above(0))).build();
        Instant first = both.slotAfter(SLOT);
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(both, first);
        replica.takeEvents();

        replica.runAt(one, first.plusSeconds(60));

        assertThat(replica.takeEvents()).singleElement().isInstanceOfSatisfying(AlertEvent.Resolved.class, event -> {
            assertThat(event.alert().name()).isEqualTo("goes");
            assertThat(event.reason()).isEqualTo(ResolveReason.RULE_REMOVED);
            assertThat(event.alert().rule().expression()).contains("job=\"goes\"");
        });
        assertThat(replica.records.findAll()).hasSize(1);
    }

    @Test
    void resolvesTheInstancesOfARemovedGroup() {
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        replica.takeEvents();
        replica.use();

        assertThat(replica.runner.end(GROUP.key().toString())).isTrue();

        assertThat(replica.takeEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        AlertEvent.Resolved.class,
                        event -> assertThat(event.reason()).isEqualTo(ResolveReason.RULE_REMOVED));
        assertThat(replica.cursors.findAll()).isEmpty();
        assertThat(replica.records.findAll()).isEmpty();
    }

    @Test
    void resolvesTheInstancesOfAPausedRule() {
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        replica.takeEvents();
        RuleGroup paused = group("ocr")
                .rules(rule("ocr_alert").condition(above(0)).paused())
                .build();

        replica.runAt(paused, slot(1));

        assertThat(replica.takeEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        AlertEvent.Resolved.class,
                        event -> assertThat(event.reason()).isEqualTo(ResolveReason.PAUSED));
        assertThat(querier.questions).hasSize(1);
    }

    @Test
    void keepsTheStateOfARuleWhoseTextsWereEdited() {
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        RuleGroup edited = group("ocr")
                .rules(rule("ocr_alert").condition(above(3)).annotation("summary", "new text"))
                .build();

        replica.runAt(edited, slot(1));

        assertThat(replica.takeEvents()).hasSize(1);
        assertThat(replica.instancesOf(edited)).singleElement().satisfies(instance -> {
            assertThat(instance.firedAt()).isEqualTo(slot(0));
            assertThat(instance.annotations()).containsEntry("summary", "new text");
        });
    }

    @Test
    void asksForThePresentValueWhenTheComparisonHidesIt() {
        RuleGroup group = group("compared")
                .rules(rule("a").expression("sum(rate({job=\"a\"}[1m])) > 5"))
                .build();
        Instant first = group.slotAfter(SLOT);
        querier.answer(sample(9));
        replica.runAt(group, first);
        querier.answer((expression, at) -> success(expression.contains(">") ? List.of() : List.of(sample(2))));

        replica.runAt(group, first.plusSeconds(60));

        assertThat(replica.takeEvents().get(1)).isInstanceOfSatisfying(AlertEvent.Resolved.class, event -> {
            assertThat(event.reason()).isEqualTo(ResolveReason.CONDITION_FALSE);
            assertThat(event.presentValue()).isEqualTo(2.0);
        });
        assertThat(querier.questions).hasSize(3).last().asString().startsWith("sum(rate({job=\"a\"}[1m])) @ ");
    }

    @Test
    void saysNoDataWhenTheSeriesIsGoneWithoutTheComparisonToo() {
        RuleGroup group = group("compared")
                .rules(rule("a").expression("sum(rate({job=\"a\"}[1m])) > 5"))
                .build();
        Instant first = group.slotAfter(SLOT);
        querier.answer(sample(9));
        replica.runAt(group, first);
        querier.answer();

        replica.runAt(group, first.plusSeconds(60));

        assertThat(replica.takeEvents().get(1)).isInstanceOfSatisfying(AlertEvent.Resolved.class, event -> {
            assertThat(event.reason()).isEqualTo(ResolveReason.NO_DATA);
            assertThat(event.presentValue()).isNull();
            assertThat(event.presentValueProblem()).isEmpty();
        });
    }

    @Test
    void saysSoWhenThePresentValueCannotBeAsked() {
        RuleGroup group = group("compared")
                .rules(rule("a").expression("sum(rate({job=\"a\"}[1m])) > 5"))
                .build();
        Instant first = group.slotAfter(SLOT);
        querier.answer(sample(9));
        replica.runAt(group, first);
        querier.answer(
                (expression, at) -> expression.contains(">") ? success(List.of()) : failure(QueryFailure.SERIES_LIMIT));

        replica.runAt(group, first.plusSeconds(60));

        assertThat(replica.takeEvents().get(1)).isInstanceOfSatisfying(AlertEvent.Resolved.class, event -> {
            assertThat(event.presentValue()).isNull();
            assertThat(event.presentValueProblem()).contains("SERIES_LIMIT");
        });
    }

    @Test
    void remembersSeriesForZero() {
        RuleGroup group = group("zero")
                .rules(rule("silent")
                        .noData(NoDataPolicy.ZERO)
                        .condition(new io.tocsin.rule.Condition.Threshold(io.tocsin.rule.Condition.Comparison.LESS, 1)))
                .build();
        Instant first = group.slotAfter(SLOT);
        querier.answer(sample(5, "host", "server1"));
        replica.runAt(group, first);
        querier.answer();

        replica.runAt(group, first.plusSeconds(60));

        assertThat(replica.takeEvents()).singleElement().satisfies(event -> {
            assertThat(event.alert().labels().get("host")).isEqualTo("server1");
            assertThat(event.alert().value()).isZero();
        });
    }

    @Test
    void keepsHistoryOfEvaluationsAndTransitions() {
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        querier.fail(QueryFailure.BAD_QUERY);
        replica.runAt(GROUP, slot(1));
        querier.answer();
        replica.runAt(GROUP, slot(2));

        assertThat(replica.history.findEvaluations(GROUP.rules().get(0).key(), 10))
                .extracting(EvaluationRecord::result)
                .extracting(EvaluationResult::slot, EvaluationResult::health, EvaluationResult::errorReason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(slot(2), RuleHealth.OK, ""),
                        org.assertj.core.groups.Tuple.tuple(slot(1), RuleHealth.ERROR, "bad_query"),
                        org.assertj.core.groups.Tuple.tuple(slot(0), RuleHealth.OK, ""));
        assertThat(replica.history.findTransitions(GROUP.rules().get(0).key(), 10))
                .extracting(TransitionRecord::from, TransitionRecord::to, TransitionRecord::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("FIRING", "RESOLVED", "NO_DATA"),
                        org.assertj.core.groups.Tuple.tuple("NONE", "FIRING", ""));
    }

    @Test
    void writesNoRowButTheCursorsWhenNothingChanges() {
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        List<List<Map<String, Object>>> before = rows();
        for (int number = 1; number <= 30; number++) {
            replica.runAt(GROUP, slot(number));
        }

        assertThat(rows()).isEqualTo(before);
        assertThat(new EvaluationHarness(database, querier, clock).instancesOf(GROUP))
                .singleElement()
                .satisfies(instance -> assertThat(instance.evaluatedAt()).isEqualTo(slot(30)));
        assertThat(replica.newest(GROUP).slot()).isEqualTo(slot(30));
        assertThat(replica.history.findEvaluations(GROUP.rules().get(0).key(), 100))
                .hasSize(31);
        assertThat(replica.history.findEvaluationsUntil(GROUP.rules().get(0).key(), slot(20), 5))
                .extracting(evaluation -> evaluation.result().slot())
                .containsExactly(slot(20), slot(19), slot(18), slot(17), slot(16));
    }

    /** The value is of each slot, and so is the text that shows it; they are beside the cursor. */
    @Test
    void writesNoRowButTheCursorsWhenValuesMove() {
        querier.answer(sample(7, "host", "server1"), sample(1, "host", "server2"));
        replica.runAt(GROUP, slot(0));
        List<List<Map<String, Object>>> before = rows();
        for (int number = 1; number <= 30; number++) {
            querier.answer(sample(7 + number, "host", "server1"), sample(1, "host", "server2"));
            replica.runAt(GROUP, slot(number));
        }

        assertThat(rows()).isEqualTo(before);
        EvaluationHarness restarted = new EvaluationHarness(database, querier, clock);
        assertThat(restarted.instancesOf(GROUP))
                .filteredOn(instance -> instance.labels().get("host").equals("server1"))
                .singleElement()
                .satisfies(instance -> {
                    assertThat(instance.value()).isEqualTo(37);
                    assertThat(instance.annotations()).containsEntry("summary", "37 errors on server1");
                    assertThat(instance.evaluatedAt()).isEqualTo(slot(30));
                });
        querier.answer(sample(1, "host", "server2"));
        restarted.runAt(GROUP, slot(31));
        assertThat(restarted.takeEvents())
                .filteredOn(AlertEvent.Resolved.class::isInstance)
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.alert().value()).isEqualTo(37);
                    assertThat(end.alert().annotations()).containsEntry("summary", "37 errors on server1");
                });
    }

    /** Another replica goes on from the newest value, and what it does is not overwritten by what the first one knew. */
    @Test
    void handsMovingValuesOverToAnotherReplica() {
        EvaluationHarness other = new EvaluationHarness(database, querier, clock);
        for (int number = 0; number < 12; number++) {
            querier.answer(sample(number % 5, "host", "server1"), sample(number + 0.5, "host", "server2"));
            (number % 3 == 0 ? other : replica).runAt(GROUP, slot(number));

            assertThat(new EvaluationHarness(database, querier, clock).instancesOf(GROUP))
                    .filteredOn(instance -> instance.state() == InstanceState.FIRING)
                    .as("after slot %d", number)
                    .extracting(AlertInstance::value)
                    .containsExactlyInAnyOrderElementsOf(
                            number % 5 == 0 ? List.of(number + 0.5) : List.of((double) (number % 5), number + 0.5));
        }
    }

    private List<List<Map<String, Object>>> rows() {
        return List.of(
                database.client().sql("select * from alert_instance").query().listOfRows(),
                database.client().sql("select * from rule_status").query().listOfRows(),
                database.client()
                        .sql("select * from instance_transition")
                        .query()
                        .listOfRows());
    }

    /** It evaluates by what it remembers, is refused, and reads what the other one has left. */
    @Test
    void evaluatesASlotAfterAllWhenAnotherReplicaHasWrittenAboutTheOneBefore() {
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        GroupCursor left = replica.cursors.find(GROUP.key()).orElseThrow();
        replica.cursors.amend(left, AlertStores.chunk(GROUP.rules().get(0).key(), List.of()), null);

        replica.runAt(GROUP, slot(1));

        assertThat(replica.cursors.find(GROUP.key()).orElseThrow().slot()).isEqualTo(slot(1));
        assertThat(replica.slotCounts()).containsEntry("fenced", 1L).containsEntry("live", 2L);
    }

    /** What a replica remembers must not keep it from seeing what another one has done meanwhile. */
    @Test
    void seesWhatAnotherReplicaHasWrittenMeanwhile() {
        EvaluationHarness other = new EvaluationHarness(database, querier, clock);
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        querier.answer(sample(0, "host", "server1"));
        other.runAt(GROUP, slot(1));
        querier.answer(sample(9, "host", "server1"));
        other.runAt(GROUP, slot(2));

        replica.runAt(GROUP, slot(3));

        assertThat(replica.takeEvents()).extracting(AlertEvent::at).containsExactly(slot(0), slot(1), slot(2));
        assertThat(replica.instancesOf(GROUP)).singleElement().satisfies(instance -> {
            assertThat(instance.firedAt()).isEqualTo(slot(2));
            assertThat(instance.evaluatedAt()).isEqualTo(slot(3));
        });
    }

    /** A slot that waits for its data source is written about without moving the group on. */
    @Test
    void seesThatAnotherReplicaHasFoundTheDataSourceAway() {
        EvaluationHarness other = new EvaluationHarness(database, querier, clock);
        querier.answer(sample(7, "host", "server1"));
        replica.runAt(GROUP, slot(0));
        querier.fail(QueryFailure.UNREACHABLE);
        other.runAt(GROUP, slot(1));
        querier.answer(sample(7, "host", "server1"));

        replica.runAgainAt(GROUP, slot(1).plusSeconds(20));

        assertThat(replica.newest(GROUP).health()).isEqualTo(RuleHealth.OK);
        assertThat(replica.records.findFailing()).isEmpty();
    }

    @Test
    void remembersExactlyWhatTheDatabaseHolds() {
        for (int seed = 0; seed < Integer.getInteger("seeds", 3); seed++) {
            RandomRules random = new RandomRules(seed);
            Instant slot = slot(0);
            for (int step = 0; step < 40; step++) {
                RuleGroup group = random.group("random" + seed);
                querier.answer(random::answer);
                EvaluationHarness writer =
                        random.isOneIn(8) ? new EvaluationHarness(database, querier, clock) : replica;
                writer.runAt(group, slot);
                if (random.isOneIn(3)) {
                    querier.answer(random::answer);
                    writer.runAgainAt(group, slot.plusSeconds(10));
                }
                slot = random.isOneIn(10) ? slot.plusSeconds(180) : slot.plusSeconds(60);

                GroupCursor cursor = replica.cursors.find(group.key()).orElseThrow();
                Set<RuleKey> removed = replica.records.findRemoved(group.key());
                RuleGroupState read = new EvaluationHarness(database, querier, clock).store.load(cursor);
                assertThat(RandomRules.comparable(writer.store.load(cursor), removed))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(RandomRules.comparable(read, removed));
            }
        }
    }

    @Test
    void remembersHowARuleIsAndItsInstances() {
        querier.answer(sample(7, "host", "server1"), sample(8, "host", "server2"));
        replica.runAt(GROUP, slot(0));

        assertThat(replica.newest(GROUP).health()).isEqualTo(RuleHealth.OK);
        assertThat(replica.newest(GROUP).series()).isEqualTo(2);
        assertThat(replica.instancesOf(GROUP))
                .extracting(AlertInstance::state)
                .containsExactly(InstanceState.FIRING, InstanceState.FIRING);
    }
}
