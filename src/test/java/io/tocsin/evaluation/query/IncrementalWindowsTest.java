package io.tocsin.evaluation.query;

import static io.tocsin.evaluation.FakeQuerier.failure;
import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evaluation.EvaluationHarness;
import io.tocsin.evaluation.FakeQuerier;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.evaluation.TestRules;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.label.Sample;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncrementalWindowsTest {

    private static final Instant SLOT = Instant.parse("2026-03-01T10:00:00Z");
    private static final String HOUR = "sum by (host) (count_over_time({job=\"a\"}[1h]))";
    private static final String MINUTE = "sum by (host) (count_over_time({job=\"a\"}[1m]))";

    private final FakeQuerier source = new FakeQuerier();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SettableClock clock = new SettableClock(SLOT);
    private final IncrementalWindows windows = new IncrementalWindows(meters, clock, 10_000);
    private final RuleGroup group = TestRules.group("g")
            .incremental()
            .rules(TestRules.rule("a").expression(HOUR))
            .build();

    @BeforeEach
    void answerOne() {
        source.speaksLogql = true;
        source.answer(sample(1, "host", "x"));
    }

    private QueryResult<List<Sample>> ask(String question, Instant at) {
        return ask(windows, question, at);
    }

    private QueryResult<List<Sample>> ask(IncrementalWindows windows, String question, Instant at) {
        clock.set(at.plusSeconds(10));
        Querier querier = windows.around(group, source);
        return Objects.requireNonNull(querier.query(question, at).block(Duration.ofSeconds(30)));
    }

    private List<String> takeQuestions() {
        List<String> asked = List.copyOf(source.questions);
        source.questions.clear();
        return asked;
    }

    private static Instant slot(int number) {
        return SLOT.plusSeconds(60L * number);
    }

    private double unsliced(String reason) {
        return meters.get("tocsin.rule.windows.unsliced")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void readsAllSlicesFirstAndThenTheNewestTwo() {
        assertThat(ask(HOUR, SLOT)).isEqualTo(success(List.of(sample(60, "host", "x"))));
        assertThat(takeQuestions()).containsExactly(MINUTE + " @ " + slot(-59) + " .. " + SLOT);

        assertThat(ask(HOUR, slot(1))).isEqualTo(success(List.of(sample(60, "host", "x"))));
        assertThat(takeQuestions()).containsExactlyInAnyOrder(MINUTE + " @ " + SLOT, MINUTE + " @ " + slot(1));
        assertThat(meters.get("tocsin.rule.windows.sliced").counter().count()).isEqualTo(2);
        assertThat(meters.get("tocsin.rule.windows.samples").gauge().value()).isEqualTo(60);
    }

    @Test
    void asksNothingForASlotThatItHasJustPutTogether() {
        ask(HOUR, SLOT);
        takeQuestions();

        assertThat(ask(HOUR, SLOT)).isEqualTo(success(List.of(sample(60, "host", "x"))));
        assertThat(takeQuestions()).isEmpty();
    }

    @Test
    void aReplicaThatTakesOverReadsWhatItDoesNotKnow() {
        IncrementalWindows other = new IncrementalWindows(meters, clock, 10_000);
        ask(HOUR, SLOT);
        takeQuestions();

        assertThat(ask(other, HOUR, slot(1))).isEqualTo(success(List.of(sample(60, "host", "x"))));
        assertThat(takeQuestions()).containsExactly(MINUTE + " @ " + slot(-58) + " .. " + slot(1));

        assertThat(ask(HOUR, slot(4))).isEqualTo(success(List.of(sample(60, "host", "x"))));
        assertThat(takeQuestions()).containsExactly(MINUTE + " @ " + SLOT + " .. " + slot(4));
    }

    @Test
    void aSliceThatIsRefusedHasTheWholeQuestionAskedForAWhile() {
        source.answer((text, at) ->
                text.equals(HOUR) ? success(List.of(sample(9, "host", "x"))) : failure(QueryFailure.SERIES_LIMIT));

        assertThat(ask(HOUR, SLOT)).isEqualTo(success(List.of(sample(9, "host", "x"))));
        assertThat(unsliced("series_limit")).isEqualTo(1);
        takeQuestions();

        ask(HOUR, slot(9));
        assertThat(takeQuestions()).containsExactly(HOUR + " @ " + slot(9));
        assertThat(windows.of(source, group, HOUR, slot(9)))
                .get()
                .extracting(IncrementalWindows.WindowUse::restsBecause)
                .isEqualTo("series_limit");

        answerOne();
        assertThat(ask(HOUR, slot(10))).isEqualTo(success(List.of(sample(60, "host", "x"))));
        assertThat(takeQuestions()).containsExactly(MINUTE + " @ " + slot(-49) + " .. " + slot(10));
    }

    @Test
    void aDataSourceThatIsDownIsNotAskedOnceMoreAndNothingIsForgotten() {
        ask(HOUR, SLOT);
        source.fail(QueryFailure.UNREACHABLE);
        takeQuestions();

        assertThat(ask(HOUR, slot(1))).isEqualTo(failure(QueryFailure.UNREACHABLE));
        assertThat(takeQuestions()).isNotEmpty().allMatch(question -> question.startsWith(MINUTE));

        answerOne();
        assertThat(ask(HOUR, slot(2))).isEqualTo(success(List.of(sample(60, "host", "x"))));
        assertThat(takeQuestions()).containsExactly(MINUTE + " @ " + SLOT + " .. " + slot(2));
    }

    @Test
    void whatIsNotPlainIsLeftToTheDataSource() {
        String parsed = "sum by (level) (count_over_time({job=\"a\"} | json [1h]))";
        source.answer((text, at) ->
                text.equals(parsed) ? success(List.of(sample(1), sample(2))) : success(List.of(sample(1))));

        assertThat(ask(parsed, SLOT)).isEqualTo(success(List.of(sample(1), sample(2))));
        assertThat(unsliced("unclear")).isEqualTo(1);
    }

    @Test
    void moreSeriesThanALokiAnswersAreLeftToIt() {
        source.answer((text, at) -> success(IntStream.range(0, 10)
                .mapToObj(i -> sample(1, "host", "h" + (text.equals(HOUR) ? 0 : at.getEpochSecond() * 10 + i)))
                .toList()));

        assertThat(ask(HOUR, SLOT)).isInstanceOf(QueryResult.Success.class);
        assertThat(unsliced("series_limit")).isEqualTo(1);
        assertThat(takeQuestions()).endsWith(HOUR + " @ " + SLOT);
    }

    @Test
    void slicesThatWouldTakeTooMuchMemoryAreForgotten() {
        List<Sample> many = IntStream.range(0, 100)
                .mapToObj(i -> sample(1, "host", "h" + i))
                .toList();
        source.answer((text, at) -> success(many));

        assertThat(ask(HOUR, SLOT))
                .isEqualTo(success(many.stream()
                        .map(one -> new Sample(one.labels(), 60))
                        .sorted((one, other) ->
                                one.labels().toString().compareTo(other.labels().toString()))
                        .toList()));
        assertThat(unsliced("memory")).isEqualTo(1);
        assertThat(meters.get("tocsin.rule.windows.samples").gauge().value()).isZero();
        takeQuestions();

        ask(HOUR, slot(1));
        assertThat(takeQuestions()).containsExactly(HOUR + " @ " + slot(1));
    }

    @Test
    void forgetsTheQuestionsOfRulesThatAreGone() {
        ask(HOUR, SLOT);
        String other = HOUR.replace("\"a\"", "\"b\"");
        for (int slot = 1; slot < 10; slot++) {
            ask(other, slot(slot));
        }

        assertThat(meters.get("tocsin.rule.windows.samples").gauge().value()).isEqualTo(60);
    }

    @Test
    void forgetsGroupsThatAreEvaluatedNoMore() {
        ask(HOUR, SLOT);
        clock.tick(Duration.ofMinutes(62));
        RuleGroup other = TestRules.group("other").incremental().build();

        windows.around(other, source).query(HOUR, slot(1)).block(Duration.ofSeconds(30));

        // A group that asks far back, because its lines come late, is evaluated all the same.
        assertThat(meters.get("tocsin.rule.windows.samples").gauge().value()).isEqualTo(60);
        clock.tick(Duration.ofMinutes(1));
        windows.around(other, source).query(HOUR, slot(2)).block(Duration.ofSeconds(30));
        assertThat(takeQuestions()).endsWith(MINUTE + " @ " + slot(1), MINUTE + " @ " + slot(2));
    }

    @Test
    void groupsThatShareTheirSlotsShareTheirSlices() {
        RuleGroup one = TestRules.group("one").incremental().sharesSlot().build();
        RuleGroup other = TestRules.group("other").incremental().sharesSlot().build();
        windows.around(one, source).query(HOUR, SLOT).block(Duration.ofSeconds(30));
        takeQuestions();

        windows.around(other, source).query(HOUR, slot(1)).block(Duration.ofSeconds(30));

        assertThat(takeQuestions()).containsExactlyInAnyOrder(MINUTE + " @ " + SLOT, MINUTE + " @ " + slot(1));
    }

    @Test
    void knowsNothingOfADataSourceThatWasReplaced() {
        ask(HOUR, SLOT);
        FakeQuerier replaced = new FakeQuerier();
        replaced.speaksLogql = true;
        replaced.answer(sample(2, "host", "y"));

        assertThat(windows.around(group, replaced).query(HOUR, slot(1)).block(Duration.ofSeconds(30)))
                .isEqualTo(success(List.of(sample(120, "host", "y"))));
    }

    @Test
    void aGroupThatIsNotIncrementalIsAskedAsItIsWritten() {
        RuleGroup plain = TestRules.group("plain").build();

        assertThat(windows.around(plain, source)).isSameAs(source);
        assertThat(windows.of(source, plain, HOUR, SLOT)).isEmpty();
        source.speaksLogql = false;
        assertThat(windows.around(group, source)).isSameAs(source);
    }

    @Test
    void saysHowAQuestionIsAsked() {
        assertThat(windows.of(source, group, HOUR, SLOT))
                .contains(new IncrementalWindows.WindowUse(Duration.ofHours(1), Duration.ofMinutes(2), ""));
        assertThat(windows.of(source, group, "topk(2, " + HOUR + ")", SLOT)).isEmpty();
    }

    /** Looks between slots, late rechecks and present values ask for times that are on no grid. */
    @Test
    void onlyTheSlotsOfAGroupAreAskedInSlices() {
        RuleQueries queries = new RuleQueries(
                source,
                EvaluationHarness.PROPERTIES,
                new QuestionSharing(EvaluationHarness.PROPERTIES, RuleGroups.none(), meters),
                windows,
                () -> Instant.MIN);
        RuleKey rule = group.rules().get(0).key();

        Map<RuleKey, RuleAnswer> live = queries.ask(group, RuleGroupState.EMPTY, SLOT, false);
        assertThat(Objects.requireNonNull(live.get(rule)).answer())
                .isEqualTo(new Answer.Samples(List.of(sample(60, "host", "x"))));
        assertThat(takeQuestions()).containsExactly(MINUTE + " @ " + slot(-59) + " .. " + SLOT);

        queries.ask(group, Map.of(rule, HOUR), SLOT.plusSeconds(7));
        assertThat(takeQuestions()).containsExactly(HOUR + " @ " + SLOT.plusSeconds(7));
    }

    @Test
    void rulesThatShareAQuestionShareItsSlices() {
        RuleGroup two = TestRules.group("two")
                .incremental()
                .rules(
                        TestRules.rule("a").expression(HOUR),
                        TestRules.rule("b").expression(HOUR.replace("\"a\"", "\"b\"")))
                .build();
        RuleQueries queries = new RuleQueries(
                source,
                EvaluationHarness.PROPERTIES,
                new QuestionSharing(EvaluationHarness.PROPERTIES, RuleGroups.none(), meters),
                windows,
                () -> Instant.MIN);
        source.answer(sample(1, "job", "a", "host", "x"), sample(2, "job", "b", "host", "y"));

        Map<RuleKey, RuleAnswer> answers = queries.ask(two, RuleGroupState.EMPTY, SLOT, false);

        assertThat(takeQuestions())
                .containsExactly(
                        "sum by (host, job) (count_over_time({job=~\"a|b\"}[1m])) @ " + slot(-59) + " .. " + SLOT);
        assertThat(Objects.requireNonNull(answers.get(two.rules().get(1).key())).answer())
                .isEqualTo(new Answer.Samples(List.of(sample(120, "host", "y"))));
    }
}
