package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.failure;
import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.label.Sample;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that ask once more for the window of the slot before, over each database. */
abstract class LateRecheckContract extends EvaluationContract {

    private static final RuleGroup GROUP = rechecked(0);
    private static final Instant SLOT = GROUP.slotAfter(Instant.parse("2026-11-20T10:00:00Z"));

    /** By slot: what the data source knows now of its window. */
    private final Map<Instant, List<Sample>> answers = new HashMap<>();

    LateRecheckContract() {
        super(SLOT);
    }

    @BeforeEach
    void answerBySlot() {
        querier.answer((expression, at) -> success(answers.getOrDefault(at, List.of())));
    }

    private static RuleGroup rechecked(int limit) {
        return group("late")
                .lateRecheck()
                .limit(limit)
                .rules(rule("errors").condition(above(0)).annotation("summary", "{{value}} on {{labels.host}}"))
                .build();
    }

    private static Instant slot(int number) {
        return SLOT.plusSeconds(60L * number);
    }

    private void say(int slot, Sample... samples) {
        answers.put(slot(slot), List.of(samples));
    }

    private void run(RuleGroup group, int first, int last) {
        for (int i = first; i <= last; i++) {
            replica.runAt(group, slot(i));
        }
    }

    @Test
    void firesForLinesThatArriveAfterTheirSlotAndSaysSo() {
        run(GROUP, 0, 3);
        say(3, sample(4, "host", "server1"));

        run(GROUP, 4, 4);

        assertThat(replica.takeEvents()).singleElement().isInstanceOfSatisfying(AlertEvent.Fired.class, fired -> {
            assertThat(fired.alert().hasArrivedLate()).isTrue();
            assertThat(fired.isLate()).isFalse();
            assertThat(fired.at()).isEqualTo(slot(4));
            assertThat(fired.alert().activeAt()).isEqualTo(slot(3));
            assertThat(fired.alert().slot()).as("whose window has the lines").isEqualTo(slot(3));
            assertThat(fired.alert().annotations()).containsEntry("summary", "4 on server1");
        });
    }

    @Test
    void resolvesAtTheNextSlotWithoutLinesAndNeverFiresForTheSameOnesAgain() {
        run(GROUP, 0, 3);
        say(3, sample(4, "host", "server1"));

        run(GROUP, 4, 10);

        assertThat(replica.takeEvents())
                .hasSize(2)
                .last()
                .isInstanceOfSatisfying(AlertEvent.Resolved.class, resolved -> {
                    assertThat(resolved.at()).isEqualTo(slot(5));
                    assertThat(resolved.alert().id().firedAt()).isEqualTo(slot(4));
                });
    }

    @Test
    void doesNotFireTwiceWhatFiredInTimeAndResolvesNothing() {
        say(1, sample(1, "host", "server1"));
        say(2, sample(2, "host", "server1"));
        run(GROUP, 0, 2);
        say(2);
        say(1, sample(9, "host", "server1"));

        run(GROUP, 3, 3);

        assertThat(replica.takeEvents())
                .extracting(event -> event.getClass().getSimpleName() + " " + event.at())
                .containsExactly("Fired " + slot(1), "Resolved " + slot(3));
    }

    @Test
    void firesInTimeWhatIsActiveNowToo() {
        run(GROUP, 0, 3);
        say(3, sample(4, "host", "server1"));
        say(4, sample(5, "host", "server1"));

        run(GROUP, 4, 4);

        assertThat(replica.takeEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.alert().hasArrivedLate()).isFalse());
    }

    @Test
    void firesAnewWhenTheLinesOfAResolvedOneComeLate() {
        say(1, sample(1, "host", "server1"));
        run(GROUP, 0, 3);
        say(3, sample(2, "host", "server1"));

        run(GROUP, 4, 4);

        assertThat(replica.takeEvents())
                .extracting(event -> event.getClass().getSimpleName() + " " + event.at())
                .containsExactly("Fired " + slot(1), "Resolved " + slot(2), "Fired " + slot(4));
        assertThat(replica.instancesOf(GROUP))
                .singleElement()
                .satisfies(instance -> assertThat(instance.state()).isEqualTo(InstanceState.FIRING));
    }

    @Test
    void doesNotTakeAnEditForLateLines() {
        say(0, sample(4, "host", "server1"));
        say(1, sample(4, "host", "server1"));
        RuleGroup strict = group("late")
                .lateRecheck()
                .rules(rule("errors").condition(above(10)))
                .build();
        run(strict, 0, 1);

        run(GROUP, 2, 2);

        assertThat(replica.takeEvents()).isEmpty();
        assertThat(querier.questions)
                .filteredOn(question -> question.endsWith("@ " + slot(1)))
                .hasSize(1);
    }

    @Test
    void doesNotTakeASlotThatFailedForLateLines() {
        RuleGroup two = group("late")
                .lateRecheck()
                .rules(rule("errors").condition(above(0)), rule("other").condition(above(0)))
                .build();
        run(two, 0, 1);
        say(2, sample(4, "host", "server1"));
        querier.answer((expression, at) ->
                expression.contains("errors") ? failure(QueryFailure.QUERY_TOO_LARGE) : success(List.of()));
        run(two, 2, 2);
        querier.answer((expression, at) ->
                success(expression.contains("errors") ? answers.getOrDefault(at, List.of()) : List.of()));

        run(two, 3, 3);

        assertThat(replica.takeEvents()).isEmpty();
    }

    @Test
    void changesNothingWhenTheSecondQuestionFails() {
        say(4, sample(1, "host", "server2"));
        run(GROUP, 0, 3);
        querier.answer((expression, at) ->
                at.equals(slot(3)) ? failure(QueryFailure.TIMEOUT) : success(answers.getOrDefault(at, List.of())));

        run(GROUP, 4, 4);

        assertThat(replica.takeEvents())
                .singleElement()
                .satisfies(
                        event -> assertThat(event.alert().labels().get("host")).isEqualTo("server2"));
    }

    @Test
    void isNotForRulesWithAHoldDurationAndNotWithoutTheSetting() {
        RuleGroup held = group("held")
                .lateRecheck()
                .rules(rule("errors").condition(above(0)).holdDuration(Duration.ofMinutes(2)))
                .build();
        RuleGroup plain =
                group("plain").rules(rule("errors").condition(above(0))).build();

        for (RuleGroup group : List.of(held, plain)) {
            querier.questions.clear();
            replica.runAt(group, group.slotAfter(SLOT));
            replica.runAt(group, group.slotAfter(SLOT).plusSeconds(60));
            assertThat(querier.questions).as(group.key().group()).hasSize(2);
        }
    }

    @Test
    void foldsLateOnesAboveTheLimit() {
        RuleGroup limited = rechecked(2);
        run(limited, 0, 3);
        say(3, sample(1, "host", "a"), sample(2, "host", "b"), sample(3, "host", "c"), sample(4, "host", "d"));

        run(limited, 4, 4);

        assertThat(replica.takeEvents())
                .allSatisfy(event -> assertThat(event.alert().hasArrivedLate()).isTrue())
                .extracting(event ->
                        event.alert().labels().get("host") + event.alert().value())
                .containsExactlyInAnyOrder("d4.0", "c3.0", "2.0");
    }

    @Test
    void showsInTheHistoryThatItWasLate() {
        run(GROUP, 0, 3);
        say(3, sample(4, "host", "server1"));
        run(GROUP, 4, 4);

        List<TransitionRecord> transitions =
                replica.history.findTransitions(GROUP.rules().get(0).key(), 10);

        assertThat(transitions).singleElement().satisfies(transition -> {
            assertThat(transition.isLate()).isTrue();
            assertThat(transition.to()).isEqualTo("FIRING");
        });
    }
}
