package io.tocsin.evaluation.state;

import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleHealth;
import io.tocsin.evaluation.TestRules;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.Condition;
import io.tocsin.rule.ErrorPolicy;
import io.tocsin.rule.NoDataPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleEvaluationTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant T1 = T0.plusSeconds(60);
    private static final TextRenderer RENDERER = new TextRenderer("");
    private static final Answer EMPTY = new Answer.Samples(List.of());
    private static final Answer FAILED = new Answer.Failed("timeout", "no answer within 30s");

    @Test
    void labelsAnInstanceWithSeriesRuleAndName() {
        TestRules.Rule rule = rule("ocr_alert").label("severity", "critical").label("where", "on {{labels.host}}");

        RuleOutcome outcome = evaluate(rule, answer(series(3, "host", "server1", "__name__", "x")));

        assertThat(only(outcome).labels())
                .isEqualTo(Labels.of(
                        "alertname", "ocr_alert", "host", "server1", "severity", "critical", "where", "on server1"));
    }

    @Test
    void letsTheRulesLabelsWinOverTheSeries() {
        RuleOutcome outcome =
                evaluate(rule("a").label("host", "fixed"), answer(series(3, "host", "server1", "alertname", "other")));

        assertThat(only(outcome).labels()).isEqualTo(Labels.of("alertname", "a", "host", "fixed"));
    }

    @Test
    void rendersAnnotationsWithTheValueOfTheSlot() {
        TestRules.Rule rule = rule("a").annotation("summary", "{{value}} on {{labels.host}} since {{active_at}}");

        RuleOutcome first = evaluate(rule, answer(series(3, "host", "s1")));
        RuleOutcome second = evaluate(rule, instances(first), answer(series(5, "host", "s1")), T1);

        assertThat(only(first).annotations().get("summary")).isEqualTo("3 on s1 since 2026-11-20T10:00:00Z");
        assertThat(only(second).annotations().get("summary")).isEqualTo("5 on s1 since 2026-11-20T10:00:00Z");
    }

    @Test
    void keepsTheAnnotationsOfTheLastActiveSlotAfterwards() {
        TestRules.Rule rule = rule("a").condition(above(1)).annotation("summary", "{{value}}");

        RuleOutcome first = evaluate(rule, answer(series(3)));
        RuleOutcome second = evaluate(rule, instances(first), answer(series(0)), T1);

        assertThat(only(second).state()).isEqualTo(InstanceState.RESOLVED);
        assertThat(only(second).annotations().get("summary")).isEqualTo("3");
    }

    @Test
    void saysWhatIsWrongWithATemplateInsteadOfLosingTheAlert() {
        RuleOutcome outcome = evaluate(
                rule("a").annotation("summary", "{{#duration}}{{labels.host}}{{/duration}}"),
                answer(series(3, "host", "s1")));

        assertThat(only(outcome).annotations().get("summary")).contains("template error");
    }

    @Test
    void knowsTheValueOfAConditionThatIsFalse() {
        TestRules.Rule rule = rule("a").condition(above(5));

        RuleOutcome outcome = evaluate(rule, firing(rule, "host", "s1"), answer(series(2, "host", "s1")), T1);

        assertThat(outcome.transitions()).singleElement().satisfies(transition -> {
            assertThat(transition.reason()).isEqualTo(ResolveReason.CONDITION_FALSE);
            assertThat(transition.presentValue()).isEqualTo(2.0);
        });
    }

    @Test
    void ignoresASeriesThatDoesNotSatisfyTheCondition() {
        assertThat(evaluate(rule("a").condition(above(5)), answer(series(5))).transitions())
                .isEmpty();
    }

    @Test
    void neverCountsNanAsActiveUnderACondition() {
        Condition notZero = new Condition.Threshold(Condition.Comparison.NOT_EQUAL, 0);

        assertThat(evaluate(rule("a").condition(notZero), answer(series(Double.NaN)))
                        .transitions())
                .isEmpty();
    }

    @Test
    void countsEverySeriesAsActiveWithoutACondition() {
        assertThat(only(evaluate(rule("a"), answer(series(0)))).state()).isEqualTo(InstanceState.FIRING);
    }

    @Test
    void resolvesOnlyTheInstanceWhoseSeriesIsMissing() {
        TestRules.Rule rule = rule("a");
        RuleOutcome first = evaluate(rule, answer(series(1, "host", "s1"), series(1, "host", "s2")));

        RuleOutcome second = evaluate(rule, instances(first), answer(series(1, "host", "s2")), T1);

        assertThat(second.transitions())
                .filteredOn(StateTransition::isChange)
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.labels().get("host")).isEqualTo("s1");
                    assertThat(t.reason()).isEqualTo(ResolveReason.NO_DATA);
                });
    }

    @Test
    void knowsTheValueThatStandsInForAMissingSeries() {
        TestRules.Rule rule = rule("a")
                .expression("sum by (host) (count_over_time({job=\"x\"}[1m])) or vector(0)")
                .condition(above(0));
        RuleOutcome first = evaluate(rule, answer(series(3, "host", "s1"), series(0)));

        RuleOutcome second = evaluate(rule, instances(first), answer(series(0)), T1);

        assertThat(second.transitions())
                .filteredOn(StateTransition::isChange)
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.labels().get("host")).isEqualTo("s1");
                    assertThat(t.reason()).isEqualTo(ResolveReason.CONDITION_FALSE);
                    assertThat(t.presentValue()).isEqualTo(0.0);
                });
    }

    @Test
    void failsTheWholeRuleWhenTwoSeriesHaveTheSameLabels() {
        TestRules.Rule rule = rule("a").label("host", "fixed");

        RuleOutcome outcome =
                evaluate(rule, firing(rule), answer(series(1, "host", "s1"), series(1, "host", "s2")), T1);

        assertThat(outcome.health()).isEqualTo(RuleHealth.ERROR);
        assertThat(outcome.errorReason()).isEqualTo("duplicate_labels");
        assertThat(outcome.error())
                .isEqualTo("two series have the same labels {alertname=\"a\", host=\"fixed\"} after the rule's labels"
                        + " were added; aggregate them, or remove the label that makes them equal");
        assertThat(outcome.transitions()).isEmpty();
    }

    @Test
    void changesNothingWhenTheQueryFailed() {
        TestRules.Rule rule = rule("a");

        RuleOutcome outcome = evaluate(rule, firing(rule, "host", "s1"), FAILED, T1);

        assertThat(outcome.transitions()).isEmpty();
        assertThat(outcome.health()).isEqualTo(RuleHealth.ERROR);
        assertThat(outcome.error()).isEqualTo("no answer within 30s");
        assertThat(outcome.errorReason()).isEqualTo("timeout");
    }

    @Test
    void firesForTheRuleOnAnErrorWhenAsked() {
        TestRules.Rule rule = rule("a").onError(ErrorPolicy.ALERT).label("severity", "critical");

        RuleOutcome outcome = evaluate(rule, firing(rule, "host", "s1"), FAILED, T1);

        assertThat(outcome.transitions()).singleElement().satisfies(transition -> {
            assertThat(transition.labels()).isEqualTo(Labels.of("alertname", "a", "severity", "critical"));
            assertThat(transition.announcement()).isEqualTo(StateTransition.Announcement.FIRED);
        });
    }

    @Test
    void resolvesOnAnErrorWhenAsked() {
        TestRules.Rule rule = rule("a").onError(ErrorPolicy.RESOLVE);

        RuleOutcome outcome = evaluate(rule, firing(rule, "host", "s1"), FAILED, T1);

        assertThat(outcome.transitions()).singleElement().matches(StateTransition::hasResolved);
        assertThat(outcome.health()).isEqualTo(RuleHealth.ERROR);
    }

    @Test
    void resolvesWhenTheAnswerIsEmpty() {
        TestRules.Rule rule = rule("a");

        RuleOutcome outcome = evaluate(rule, firing(rule, "host", "s1"), EMPTY, T1);

        assertThat(outcome.transitions()).singleElement().matches(StateTransition::hasResolved);
        assertThat(outcome.health()).isEqualTo(RuleHealth.OK);
    }

    @Test
    void keepsEveryInstanceWhenTheAnswerIsEmptyAndTheRuleSaysKeep() {
        TestRules.Rule rule = rule("a").noData(NoDataPolicy.KEEP);

        RuleOutcome outcome = evaluate(rule, firing(rule, "host", "s1"), EMPTY, T1);

        assertThat(outcome.transitions()).isEmpty();
        assertThat(outcome.health()).isEqualTo(RuleHealth.NO_DATA);
    }

    @Test
    void firesForTheRuleWhenTheAnswerIsEmptyAndTheRuleSaysAlert() {
        TestRules.Rule rule = rule("a").noData(NoDataPolicy.ALERT).label("severity", "critical");

        RuleOutcome outcome = evaluate(rule, EMPTY);
        RuleOutcome back = evaluate(rule, instances(outcome), answer(series(0, "host", "s1")), T1);

        assertThat(only(outcome).labels()).isEqualTo(Labels.of("alertname", "a", "severity", "critical"));
        assertThat(outcome.health()).isEqualTo(RuleHealth.NO_DATA);
        assertThat(back.transitions()).filteredOn(StateTransition::hasResolved).hasSize(1);
    }

    @Test
    void holdsTheAlertForNoDataForItsDurationToo() {
        TestRules.Rule rule = rule("a").noData(NoDataPolicy.ALERT).holdDuration(Duration.ofMinutes(5));

        assertThat(only(evaluate(rule, EMPTY)).state()).isEqualTo(InstanceState.PENDING);
    }

    @Test
    void countsKnownSeriesAsZeroWhenTheAnswerIsEmptyAndTheRuleSaysZero() {
        Condition zero = new Condition.Threshold(Condition.Comparison.EQUAL, 0);
        TestRules.Rule rule = rule("a").noData(NoDataPolicy.ZERO).condition(zero);
        RuleSnapshot snapshot = new RuleSnapshot(
                rule.build(), 0, List.of(), null, Set.of(Labels.of("host", "s1"), Labels.of("host", "s2")), null);

        RuleOutcome outcome = RuleEvaluation.evaluate(snapshot, EMPTY, T0, RENDERER);

        assertThat(outcome.transitions())
                .extracting(transition -> transition.labels().get("host"))
                .containsExactlyInAnyOrder("s1", "s2");
        assertThat(outcome.health()).isEqualTo(RuleHealth.NO_DATA);
    }

    @Test
    void countsTheRuleItselfAsZeroWhenNoSeriesIsKnown() {
        Condition zero = new Condition.Threshold(Condition.Comparison.EQUAL, 0);

        RuleOutcome outcome = evaluate(rule("a").noData(NoDataPolicy.ZERO).condition(zero), EMPTY);

        assertThat(only(outcome).labels()).isEqualTo(Labels.of("alertname", "a"));
        assertThat(only(outcome).value()).isZero();
    }

    @Test
    void letsTheExpressionsOwnComparisonDecideOverAZero() {
        RuleSnapshot snapshot =
                new RuleSnapshot(rule("a").noData(NoDataPolicy.ZERO).build(), 0, List.of(), null, Set.of(), above(5));

        assertThat(RuleEvaluation.evaluate(snapshot, EMPTY, T0, RENDERER).transitions())
                .isEmpty();
    }

    @Test
    void resolvesEverythingOfAPausedRule() {
        TestRules.Rule rule = rule("a").keepFiringFor(Duration.ofMinutes(5));
        List<AlertInstance> firing = firing(rule, "host", "s1");

        RuleOutcome outcome = evaluate(rule.paused(), firing, EMPTY, T1);

        assertThat(outcome.transitions())
                .singleElement()
                .extracting(StateTransition::reason)
                .isEqualTo(ResolveReason.PAUSED);
        assertThat(outcome.health()).isEqualTo(RuleHealth.UNKNOWN);
    }

    @Test
    void foldsTheSurplusIntoOneInstanceThatSaysHowMany() {
        RuleOutcome outcome = evaluateWithLimit(rule("a").label("severity", "low"), List.of(), T0, 1, 3, 5, 1, 4, 2);

        assertThat(outcome.transitions()).hasSize(2);
        AlertInstance folded = folded(outcome);
        assertThat(hosts(outcome)).containsExactly("s5");
        assertThat(folded.value()).isEqualTo(4);
        assertThat(folded.labels()).isEqualTo(Labels.of("alertname", "a", "severity", "low", "tocsin_folded", "true"));
        assertThat(folded.annotations().get("summary"))
                .isEqualTo("4 more instances are folded into one: the limit of the group is 1");
        assertThat(folded.annotations().get("summary_ko")).contains("4개", "제한은 1개");
        assertThat(folded.annotations().get("description"))
                .contains("s4")
                .contains("s3")
                .doesNotContain("s1");
    }

    @Test
    void keepsAFiringInstanceWhenOthersAreWorse() {
        TestRules.Rule rule = rule("a");
        RuleOutcome first = evaluateWithLimit(rule, List.of(), T0, 1, 5);

        RuleOutcome second = evaluateWithLimit(rule, instances(first), T1, 1, 5, 9, 8);

        assertThat(hosts(second)).containsExactly("s5");
        assertThat(second.transitions()).noneMatch(StateTransition::hasResolved);
        assertThat(folded(second).value()).isEqualTo(2);
    }

    @Test
    void resolvesTheFoldedInstanceWhenTheLimitIsKeptAgain() {
        TestRules.Rule rule = rule("a");
        RuleOutcome first = evaluateWithLimit(rule, List.of(), T0, 1, 5, 4);

        RuleOutcome second = evaluateWithLimit(rule, instances(first), T1, 1, 5);

        assertThat(second.transitions())
                .filteredOn(StateTransition::hasResolved)
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.labels().has("tocsin_folded")).isTrue();
                    assertThat(t.reason()).isEqualTo(ResolveReason.CONDITION_FALSE);
                });
    }

    /** One series per value, whose host is named after it. */
    private static RuleOutcome evaluateWithLimit(
            TestRules.Rule rule, List<AlertInstance> instances, Instant slot, int limit, int... values) {
        List<Sample> series = new ArrayList<>();
        for (int value : values) {
            series.add(series(value, "host", "s" + value));
        }
        return RuleEvaluation.evaluate(
                new RuleSnapshot(rule.build(), limit, instances, null, Set.of(), null),
                new Answer.Samples(series),
                slot,
                RENDERER);
    }

    private static AlertInstance folded(RuleOutcome outcome) {
        return instances(outcome).stream()
                .filter(instance -> instance.labels().has("tocsin_folded"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> hosts(RuleOutcome outcome) {
        return instances(outcome).stream()
                .filter(instance -> instance.labels().has("host"))
                .map(instance -> instance.labels().get("host"))
                .toList();
    }

    private static List<AlertInstance> firing(TestRules.Rule rule, String... labels) {
        return instances(evaluate(rule, answer(series(100, labels))));
    }

    private static RuleOutcome evaluate(TestRules.Rule rule, Answer answer) {
        return evaluate(rule, List.of(), answer, T0);
    }

    private static RuleOutcome evaluate(
            TestRules.Rule rule, List<AlertInstance> instances, Answer answer, Instant slot) {
        return RuleEvaluation.evaluate(
                new RuleSnapshot(rule.build(), 0, instances, null, Set.of(), null), answer, slot, RENDERER);
    }

    private static List<AlertInstance> instances(RuleOutcome outcome) {
        return RuleOutcome.apply(List.of(), outcome.transitions());
    }

    private static AlertInstance only(RuleOutcome outcome) {
        assertThat(instances(outcome)).hasSize(1);
        return instances(outcome).get(0);
    }

    private static Answer answer(Sample... series) {
        return new Answer.Samples(List.of(series));
    }

    private static Sample series(double value, String... labels) {
        return new Sample(Labels.of(labels), value);
    }
}
