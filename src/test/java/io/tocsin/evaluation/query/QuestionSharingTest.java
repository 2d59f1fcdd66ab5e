package io.tocsin.evaluation.query;

import static io.tocsin.evaluation.FakeQuerier.failure;
import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.evaluation.EvaluationHarness;
import io.tocsin.evaluation.FakeQuerier;
import io.tocsin.evaluation.GroupsOfATest;
import io.tocsin.evaluation.TestRules;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuestionSharingTest {

    private static final Instant SLOT = Instant.parse("2026-03-01T10:00:00Z");
    private static final String BOTH = "sum by (host, job) (count_over_time({job=~\"a|b\"}[1m])) @ ";
    private static final String A = "sum by (host) (count_over_time({job=\"a\"}[1m])) @ ";
    private static final String B = "sum by (host) (count_over_time({job=\"b\"}[1m])) @ ";
    private static final RuleGroupState UNKNOWN = RuleGroupState.EMPTY;

    private final FakeQuerier querier = new FakeQuerier();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private List<RuleGroup> groups = List.of();
    private final RuleQueries queries = new RuleQueries(
            querier,
            EvaluationHarness.PROPERTIES,
            sharing(),
            new IncrementalWindows(meters, new SettableClock(SLOT), IncrementalWindows.MOST_SAMPLES),
            () -> Instant.MIN);
    private final RuleGroup group =
            TestRules.group("g").rules(TestRules.rule("a"), TestRules.rule("b")).build();

    private QuestionSharing sharing() {
        return new QuestionSharing(EvaluationHarness.PROPERTIES, new GroupsOfATest(() -> groups), meters);
    }

    @BeforeEach
    void speakLogql() {
        querier.speaksLogql = true;
    }

    private Map<RuleKey, RuleAnswer> ask(Instant at) {
        return queries.ask(group, UNKNOWN, at, false);
    }

    private Answer answer(Map<RuleKey, RuleAnswer> answers, int rule) {
        return answers.get(group.rules().get(rule).key()).answer();
    }

    @Test
    void twoRulesShareAQuestionAndEachGetsItsOwn() {
        querier.answer(sample(1, "job", "a", "host", "x"), sample(2, "job", "b", "host", "y"));

        Map<RuleKey, RuleAnswer> answers = ask(SLOT);

        assertThat(querier.questions).containsExactly(BOTH + SLOT);
        assertThat(answer(answers, 0)).isEqualTo(new Answer.Samples(List.of(sample(1, "host", "x"))));
        assertThat(answer(answers, 1)).isEqualTo(new Answer.Samples(List.of(sample(2, "host", "y"))));
        assertThat(meters.get("tocsin.rule.questions.saved").counter().count()).isEqualTo(1);
    }

    @Test
    void aLimitOfTheSharedQuestionIsNoneOfItsRules() {
        querier.answer((text, at) -> text.contains("=~")
                ? failure(QueryFailure.SERIES_LIMIT)
                : text.contains("\"a\"") ? success(List.of(sample(1, "host", "x"))) : failure(QueryFailure.BAD_QUERY));

        Map<RuleKey, RuleAnswer> answers = ask(SLOT);

        assertThat(answer(answers, 0)).isEqualTo(new Answer.Samples(List.of(sample(1, "host", "x"))));
        assertThat(answer(answers, 1)).isInstanceOf(Answer.Failed.class);
        assertThat(querier.questions).containsExactlyInAnyOrder(BOTH + SLOT, A + SLOT, B + SLOT);
    }

    @Test
    void whatFailedTogetherIsAskedOneByOneForAWhile() {
        querier.answer((text, at) ->
                text.contains("=~") ? failure(QueryFailure.TIMEOUT) : success(List.of(sample(1, "host", "x"))));
        ask(SLOT);
        querier.questions.clear();

        ask(SLOT.plusSeconds(599));
        assertThat(querier.questions).containsExactlyInAnyOrder(A + SLOT.plusSeconds(599), B + SLOT.plusSeconds(599));

        querier.questions.clear();
        querier.answer();
        ask(SLOT.plusSeconds(600));
        assertThat(querier.questions).containsExactly(BOTH + SLOT.plusSeconds(600));
    }

    @Test
    void aDataSourceThatIsDownIsNotAskedOnceMoreForEachRule() {
        querier.fail(QueryFailure.UNREACHABLE);

        Map<RuleKey, RuleAnswer> answers = ask(SLOT);

        assertThat(querier.questions).containsExactly(BOTH + SLOT);
        assertThat(answers.values()).allMatch(RuleAnswers::isDataSourceTrouble);
    }

    @Test
    void anAnswerThatDoesNotFitIsNotUsed() {
        querier.answer((text, at) -> success(List.of(sample(5, "job", "c", "host", "x"))));

        Map<RuleKey, RuleAnswer> answers = ask(SLOT);

        assertThat(querier.questions).containsExactlyInAnyOrder(BOTH + SLOT, A + SLOT, B + SLOT);
        assertThat(answer(answers, 0)).isEqualTo(new Answer.Samples(List.of(sample(5, "job", "c", "host", "x"))));
    }

    @Test
    void aSlotThatEndsBeforeTheSharedAnswerIsNotLostTwice() {
        querier.delayShared(Duration.ofSeconds(20));

        Map<RuleKey, RuleAnswer> late = queries.askAgain(group, UNKNOWN, SLOT, Duration.ofMillis(100));
        Map<RuleKey, RuleAnswer> next = ask(SLOT.plusSeconds(60));

        assertThat(late.values()).allMatch(RuleAnswers::isWorthRepeating);
        assertThat(next.values()).allMatch(RuleAnswers::hasReachedDataSource);
    }

    @Test
    void whatIsNoLogqlIsSharedOnlyWhenItIsTheSameText() {
        querier.speaksLogql = false;
        AlertRule again = TestRules.rule("a2")
                .expression(group.rules().get(0).expression())
                .build();
        RuleGroup three =
                group.withRules(List.of(group.rules().get(0), group.rules().get(1), again));

        Map<RuleKey, RuleAnswer> answers = queries.ask(three, UNKNOWN, SLOT, false);

        assertThat(querier.questions).containsExactlyInAnyOrder(A + SLOT, B + SLOT);
        assertThat(answers).hasSize(3);
    }

    @Test
    void groupsThatShareASlotShareItsQuestionsAndEachGetsItsOwn() {
        RuleGroup first =
                TestRules.group("first").sharesSlot().rules(TestRules.rule("a")).build();
        RuleGroup second = TestRules.group("second")
                .sharesSlot()
                .rules(TestRules.rule("b"), TestRules.rule("a"))
                .build();
        RuleGroup alone = TestRules.group("alone").rules(TestRules.rule("a")).build();
        groups = List.of(first, second, alone);
        querier.answer(sample(1, "job", "a", "host", "x"), sample(2, "job", "b", "host", "y"));

        Map<RuleKey, RuleAnswer> ofFirst = queries.ask(first, UNKNOWN, SLOT, false);
        Map<RuleKey, RuleAnswer> ofSecond = queries.ask(second, UNKNOWN, SLOT, false);

        assertThat(querier.questions).containsExactly(BOTH + SLOT);
        assertThat(ofFirst.values())
                .extracting(RuleAnswer::answer)
                .containsExactly(new Answer.Samples(List.of(sample(1, "host", "x"))));
        assertThat(ofSecond.get(second.rules().get(0).key()).answer())
                .isEqualTo(new Answer.Samples(List.of(sample(2, "host", "y"))));
        assertThat(meters.get("tocsin.rule.questions.saved").counter().count()).isEqualTo(2);
        querier.questions.clear();
        queries.ask(alone, UNKNOWN, SLOT, false);
        queries.ask(second, UNKNOWN, SLOT.plusSeconds(60), false);
        assertThat(querier.questions).containsExactly(A + SLOT, BOTH + SLOT.plusSeconds(60));
    }

    @Test
    void whatFailedForOneGroupIsAskedAnewForTheNext() {
        RuleGroup first =
                TestRules.group("first").sharesSlot().rules(TestRules.rule("a")).build();
        RuleGroup second = TestRules.group("second")
                .sharesSlot()
                .rules(TestRules.rule("b"))
                .build();
        groups = List.of(first, second);
        querier.fail(QueryFailure.UNREACHABLE);
        Map<RuleKey, RuleAnswer> failed = queries.ask(first, UNKNOWN, SLOT, false);
        querier.answer(sample(2, "job", "b", "host", "y"));

        Map<RuleKey, RuleAnswer> answered = queries.ask(second, UNKNOWN, SLOT, false);

        assertThat(failed.values()).allMatch(RuleAnswers::isDataSourceTrouble);
        assertThat(answered.values())
                .extracting(RuleAnswer::answer)
                .containsExactly(new Answer.Samples(List.of(sample(2, "host", "y"))));
    }

    @Test
    void aGroupThatAsksForOnlySomeOfItsRulesAsksForItself() {
        RuleGroup first = TestRules.group("first")
                .sharesSlot()
                .rules(TestRules.rule("a"), TestRules.rule("b"))
                .build();
        RuleGroup second = TestRules.group("second")
                .sharesSlot()
                .rules(TestRules.rule("c"))
                .build();
        groups = List.of(first, second);

        queries.askAgain(first.withRules(first.rules().subList(0, 1)), UNKNOWN, SLOT, Duration.ofMinutes(1));

        assertThat(querier.questions).containsExactly(A + SLOT);
    }

    @Test
    void thePageOfARuleNamesThoseOfOtherGroupsWithTheirGroup() {
        RuleGroup first =
                TestRules.group("first").sharesSlot().rules(TestRules.rule("a")).build();
        RuleGroup second = TestRules.group("second")
                .sharesSlot()
                .rules(TestRules.rule("b"))
                .build();
        groups = List.of(first, second);

        assertThat(sharing().of(querier, first, first.rules().get(0), SLOT))
                .hasValueSatisfying(shared -> assertThat(shared.rules()).containsExactly("a", "second / b"));
        groups = List.of(first);
        assertThat(sharing().of(querier, first, first.rules().get(0), SLOT)).isEmpty();
    }

    @Test
    void textsThatMeetInTheirLinesAreAskedOneByOneWhereTheirRatesCannotBeTold() {
        String form = "sum (rate({job=\"x\"} |= \"%s\"[1m]))";
        RuleGroup rates = TestRules.group("g")
                .rules(
                        TestRules.rule("a").expression(form.formatted("A")),
                        TestRules.rule("b").expression(form.formatted("B")))
                .build();
        querier.answer((text, at) -> text.contains("tocsin_texts")
                ? success(List.of(
                        sample(0.5, "tocsin_texts", "10"),
                        sample(0.25, "tocsin_texts", "01"),
                        sample(0.125, "tocsin_texts", "11")))
                : success(List.of(sample(text.contains("A") ? 0.625 : 0.375))));

        Map<RuleKey, RuleAnswer> answers = queries.ask(rates, UNKNOWN, SLOT, false);
        querier.questions.clear();
        queries.ask(rates, UNKNOWN, SLOT.plusSeconds(60), false);

        assertThat(answers.get(rates.rules().get(0).key()).answer())
                .isEqualTo(new Answer.Samples(List.of(sample(0.625))));
        assertThat(answers.get(rates.rules().get(1).key()).answer())
                .isEqualTo(new Answer.Samples(List.of(sample(0.375))));
        assertThat(querier.questions).hasSize(2).noneMatch(text -> text.contains("tocsin_texts"));
    }

    @Test
    void textsOfNearlyAllLinesAreAskedOneByOne() {
        String form = "sum (count_over_time({job=\"x\"} |= \"%s\"[1m]))";
        RuleGroup group = TestRules.group("g")
                .rules(
                        TestRules.rule("a").expression(form.formatted("A")),
                        TestRules.rule("b").expression(form.formatted("B")))
                .build();
        querier.answer((text, at) -> new QueryResult.Success<>(
                text.contains("tocsin_texts")
                        ? List.of(sample(80, "tocsin_texts", "10"), sample(40, "tocsin_texts", "11"))
                        : List.of(sample(1)),
                new QueryStatistics(100_000, at.equals(SLOT) ? 10_000 : 1_000)));

        ask(group, SLOT);
        Map<RuleKey, RuleAnswer> answers = ask(group, SLOT.plusSeconds(60));
        querier.questions.clear();
        ask(group, SLOT.plusSeconds(120));

        assertThat(answers.get(group.rules().get(0).key()).answer())
                .isEqualTo(new Answer.Samples(List.of(sample(120))));
        assertThat(answers.get(group.rules().get(1).key()).answer()).isEqualTo(new Answer.Samples(List.of(sample(40))));
        assertThat(querier.questions).hasSize(2).noneMatch(text -> text.contains("tocsin_texts"));
        assertThat(meters.get("tocsin.rule.questions.unshared")
                        .tag("reason", QuestionSharing.COSTLY)
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private Map<RuleKey, RuleAnswer> ask(RuleGroup group, Instant at) {
        return queries.ask(group, UNKNOWN, at, false);
    }

    @Test
    void aPausedRuleIsNotAsked() {
        RuleGroup paused = TestRules.group("g")
                .rules(TestRules.rule("a"), TestRules.rule("b").paused())
                .build();

        assertThat(queries.ask(paused, UNKNOWN, SLOT, false)).hasSize(2);
        assertThat(querier.questions).containsExactly(A + SLOT);
    }
}
