package io.tocsin.evaluation.query;

import static io.tocsin.evaluation.FakeQuerier.failure;
import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.EvaluationHarness;
import io.tocsin.evaluation.FakeQuerier;
import io.tocsin.evaluation.GroupsOfATest;
import io.tocsin.evaluation.TestRules;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.label.Sample;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AskedRangeTest {

    private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant SECOND = FIRST.plusSeconds(60);
    private static final Instant LAST = FIRST.plusSeconds(120);
    private static final String TIMES = " @ " + FIRST + " .. " + LAST;
    private static final String BOTH = "sum by (host, job) (count_over_time({job=~\"a|b\"}[1m]))";
    private static final String A = "sum by (host) (count_over_time({job=\"a\"}[1m]))";
    private static final String B = "sum by (host) (count_over_time({job=\"b\"}[1m]))";

    private final FakeQuerier querier = new FakeQuerier();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RuleQueries queries = new RuleQueries(
            querier,
            EvaluationHarness.PROPERTIES,
            new QuestionSharing(EvaluationHarness.PROPERTIES, new GroupsOfATest(List::of), meters),
            new IncrementalWindows(meters, new SettableClock(FIRST), IncrementalWindows.MOST_SAMPLES),
            () -> Instant.MIN);
    private final RuleGroup group =
            TestRules.group("g").rules(TestRules.rule("a"), TestRules.rule("b")).build();

    @BeforeEach
    void speakLogql() {
        querier.speaksLogql = true;
    }

    private Map<RuleKey, RangeAnswer> ask() {
        return queries.askRange(group, FIRST, LAST);
    }

    private Answer at(Map<RuleKey, RangeAnswer> answers, int rule, Instant time) {
        return answers.get(group.rules().get(rule).key()).at(time, true).answer();
    }

    private static Answer samples(Sample... samples) {
        return new Answer.Samples(List.of(samples));
    }

    @Test
    void twoRulesShareARangeAndEachGetsItsOwnAtEachSlot() {
        querier.answer((text, at) -> at.equals(FIRST)
                ? success(List.of(sample(1, "job", "a", "host", "x"), sample(2, "job", "b", "host", "y")))
                : at.equals(SECOND) ? success(List.of(sample(3, "job", "b", "host", "x"))) : success(List.of()));

        Map<RuleKey, RangeAnswer> answers = ask();

        assertThat(querier.questions).containsExactly(BOTH + TIMES);
        assertThat(at(answers, 0, FIRST)).isEqualTo(samples(sample(1, "host", "x")));
        assertThat(at(answers, 1, FIRST)).isEqualTo(samples(sample(2, "host", "y")));
        assertThat(at(answers, 0, SECOND)).isEqualTo(samples());
        assertThat(at(answers, 1, SECOND)).isEqualTo(samples(sample(3, "host", "x")));
        assertThat(at(answers, 0, LAST)).isEqualTo(samples());
        assertThat(at(answers, 1, LAST)).isEqualTo(samples());
        assertThat(meters.get("tocsin.rule.questions.saved").counter().count()).isEqualTo(1);
    }

    /** Where the answer has no point, an expression may have one all the same. */
    @Test
    void aSlotWithoutAPointIsComputedToo() {
        RuleGroup zeros = TestRules.group("g")
                .rules(
                        TestRules.rule("a").expression("sum (count_over_time({job=\"a\"}[1m])) or vector(0)"),
                        TestRules.rule("b").expression("sum (count_over_time({job=\"a\"}[1m])) > 5"))
                .build();
        querier.answer((text, at) -> success(at.equals(SECOND) ? List.of(sample(7)) : List.of()));

        Map<RuleKey, RangeAnswer> answers = queries.askRange(zeros, FIRST, LAST);

        RangeAnswer orZero = answers.get(zeros.rules().get(0).key());
        assertThat(querier.questions).hasSize(1);
        assertThat(orZero.at(FIRST, true).answer()).isEqualTo(samples(sample(0)));
        assertThat(orZero.at(SECOND, true).answer()).isEqualTo(samples(sample(7)));
        assertThat(orZero.at(LAST, true).answer()).isEqualTo(samples(sample(0)));
    }

    @Test
    void whatIsNotClearAtOneSlotIsAskedByItselfForAll() {
        querier.answer((text, at) -> text.contains("=~") && at.equals(SECOND)
                ? success(List.of(sample(5, "job", "c", "host", "x")))
                : success(List.of(sample(1, "job", "a", "host", "x"))));

        Map<RuleKey, RangeAnswer> answers = ask();

        assertThat(querier.questions).containsExactlyInAnyOrder(BOTH + TIMES, A + TIMES, B + TIMES);
        assertThat(at(answers, 1, FIRST)).isEqualTo(samples(sample(1, "job", "a", "host", "x")));
    }

    @Test
    void aLimitOfTheSharedRangeIsNoneOfItsRulesAndIsNotMetAgain() {
        querier.answer((text, at) -> text.contains("=~")
                ? failure(QueryFailure.SERIES_LIMIT)
                : text.contains("\"a\"") ? success(List.of(sample(1, "host", "x"))) : failure(QueryFailure.TIMEOUT));

        Map<RuleKey, RangeAnswer> answers = ask();

        assertThat(at(answers, 0, LAST)).isEqualTo(samples(sample(1, "host", "x")));
        assertThat(answers.get(group.rules().get(1).key()).failure()).isEqualTo(Optional.of(QueryFailure.TIMEOUT));
        assertThat(querier.questions).containsExactlyInAnyOrder(BOTH + TIMES, A + TIMES, B + TIMES);
        querier.questions.clear();
        ask();
        assertThat(querier.questions).containsExactlyInAnyOrder(A + TIMES, B + TIMES);
        querier.questions.clear();
        queries.ask(group, RuleGroupState.EMPTY, LAST, false);
        assertThat(querier.questions).contains(BOTH + " @ " + LAST);
    }

    @Test
    void aDataSourceThatIsDownIsNotAskedOnceMoreForEachRule() {
        querier.fail(QueryFailure.UNREACHABLE);

        Map<RuleKey, RangeAnswer> answers = ask();

        assertThat(querier.questions).containsExactly(BOTH + TIMES);
        assertThat(answers).hasSize(2);
        assertThat(answers.values()).allMatch(answer -> answer.failure().equals(Optional.of(QueryFailure.UNREACHABLE)));
    }

    @Test
    void aPausedRuleIsNotAskedAndWhatIsNoLogqlIsNotShared() {
        querier.speaksLogql = false;
        RuleGroup three = TestRules.group("g")
                .rules(
                        TestRules.rule("a"),
                        TestRules.rule("b"),
                        TestRules.rule("c").paused())
                .build();

        Map<RuleKey, RangeAnswer> answers = queries.askRange(three, FIRST, LAST);

        assertThat(querier.questions).containsExactlyInAnyOrder(A + TIMES, B + TIMES);
        assertThat(answers).hasSize(3);
        assertThat(answers.values()).allMatch(answer -> answer.failure().isEmpty());
    }
}
