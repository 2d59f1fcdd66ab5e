package io.tocsin.web.rules;

import static io.tocsin.evaluation.FakeQuerier.failure;
import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.EvaluationHarness;
import io.tocsin.evaluation.FakeQuerier;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.evaluation.TestRules;
import io.tocsin.evaluation.query.IncrementalWindows;
import io.tocsin.evaluation.query.QuestionSharing;
import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.rule.RuleGroup;
import io.tocsin.web.RuleAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RuleValuesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final FakeQuerier querier = new FakeQuerier();
    private final SettableClock clock = new SettableClock(NOW);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RuleValues values = new RuleValues(
            querier,
            new ExpressionReader(),
            new QuestionSharing(EvaluationHarness.PROPERTIES, RuleGroups.none(), meters),
            new IncrementalWindows(meters, clock, IncrementalWindows.MOST_SAMPLES),
            EvaluationHarness.PROPERTIES,
            clock);

    private RuleValues.Chart chart(Duration window, List<RuleValues.Span> spans) {
        RuleGroup group = TestRules.group("g")
                .interval(INTERVAL)
                .rules(TestRules.rule("ocr"))
                .build();
        RuleAddress.FoundRule found =
                new RuleAddress.FoundRule(group, group.rules().get(0));
        return Objects.requireNonNull(values.chart(found, window, spans).block());
    }

    private void isThereSince(Duration age) {
        Instant first = NOW.minus(age);
        querier.answer(
                (expression, at) -> success(at.isBefore(first) ? List.of() : List.of(sample(3, "host", "web1"))));
    }

    @Test
    void showsEachSlotOfTheMinutesThatThereAreValuesOf() {
        isThereSince(Duration.ofMinutes(8));

        RuleValues.Chart chart = chart(Duration.ofHours(3), List.of());

        assertThat(Duration.ofMillis(chart.to() - chart.from()))
                .isBetween(Duration.ofMinutes(7), Duration.ofMinutes(10));
        assertThat(chart.lines()).singleElement().satisfies(line -> {
            assertThat(line.points()).hasSizeBetween(45, 50);
            assertThat(line.points().get(1).x() - line.points().get(0).x()).isEqualTo(INTERVAL.toMillis());
        });
        assertThat(querier.questions).hasSize(2);
    }

    @Test
    void asksOnceForARuleThatHasValuesAllTheTime() {
        isThereSince(Duration.ofHours(4));

        RuleValues.Chart chart = chart(Duration.ofHours(3), List.of());

        assertThat(Duration.ofMillis(chart.to() - chart.from())).isEqualTo(Duration.ofHours(3));
        assertThat(querier.questions).hasSize(1);
    }

    @Test
    void asksOnceWhenThereIsNothingOrEachSlotIsShownAlready() {
        chart(Duration.ofHours(3), List.of());
        isThereSince(Duration.ofMinutes(2));
        chart(Duration.ofMinutes(30), List.of());
        querier.fail(QueryFailure.TIMEOUT);
        RuleValues.Chart failed = chart(Duration.ofHours(3), List.of());

        assertThat(querier.questions).hasSize(3);
        assertThat(failed.error()).contains("TIMEOUT");
    }

    /** Between two points of the whole window the rule has fired and is over. */
    @Test
    void findsWhatFiredBetweenTwoPointsOfTheWholeWindow() {
        Instant slot = NOW.minus(Duration.ofMinutes(6));
        querier.answer((expression, at) -> success(
                Duration.between(slot, at).abs().compareTo(INTERVAL) <= 0
                        ? List.of(sample(7, "host", "web1"))
                        : List.of()));
        RuleValues.Span fired = new RuleValues.Span(
                slot.minus(INTERVAL).toEpochMilli(), slot.plus(INTERVAL).toEpochMilli(), "FIRING", "web1");

        RuleValues.Chart chart = chart(Duration.ofHours(48), List.of(fired));

        assertThat(chart.lines())
                .singleElement()
                .satisfies(
                        line -> assertThat(line.points()).hasSizeBetween(2, 3).allMatch(point -> point.y() == 7));
    }

    @Test
    void keepsTheWholeWindowWhenItsEndIsNotAnswered() {
        Instant first = NOW.minus(Duration.ofMinutes(8));
        querier.answer((expression, at) -> querier.questions.size() > 1
                ? failure(QueryFailure.TIMEOUT)
                : success(at.isBefore(first) ? List.of() : List.of(sample(3, "host", "web1"))));

        RuleValues.Chart chart = chart(Duration.ofHours(3), List.of());

        assertThat(querier.questions).hasSize(2);
        assertThat(chart.error()).isEmpty();
        assertThat(chart.lines()).hasSize(1);
    }
}
