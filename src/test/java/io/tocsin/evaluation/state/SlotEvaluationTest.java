package io.tocsin.evaluation.state;

import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertInstance;
import io.tocsin.evaluation.TestRules;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SlotEvaluationTest {

    private static final RuleGroup GROUP = groupThatSays("{{value}} errors on {{labels.host}}");
    private static final Instant T0 = GROUP.slotAfter(Instant.parse("2026-11-20T10:00:00Z"));
    private static final Instant T1 = T0.plus(GROUP.interval());
    private static final Instant T2 = T1.plus(GROUP.interval());
    private static final Answer SEVEN = new Answer.Samples(List.of(sample(7, "host", "web-1")));

    private static RuleGroup groupThatSays(String summary) {
        return group("texts").rules(withSummary(summary)).build();
    }

    private static TestRules.Rule withSummary(String summary) {
        return rule("errors").condition(above(0)).annotation("summary", summary);
    }

    private static RuleGroupState after(RuleGroup group, RuleGroupState before, Instant slot, Answer answer) {
        RuleAnswer answered = new RuleAnswer(answer, Duration.ofMillis(5), 0);
        return new SlotEvaluation(group, Duration.ZERO, new ExpressionReader(), new TextRenderer(""))
                .evaluate(
                        before,
                        slot,
                        false,
                        SlotAnswers.of(Map.of(group.rules().get(0).key(), answered)))
                .after();
    }

    /** The same with a text that no template makes, so that one that is made again shows. */
    private static RuleGroupState withTextOfItsOwn(RuleGroupState state) {
        Map<RuleKey, List<AlertInstance>> instances = new HashMap<>(state.instances());
        instances.replaceAll((key, all) -> all.stream()
                .map(instance -> instance.withAnnotations(new TreeMap<>(Map.of("summary", "as it was"))))
                .toList());
        return new RuleGroupState(instances, state.rules(), state.evaluated());
    }

    private static String summary(RuleGroupState state) {
        return state.instancesOf(GROUP.rules().get(0).key())
                .get(0)
                .annotations()
                .get("summary");
    }

    private static RuleGroupState afterTheFirstSlot() {
        return after(GROUP, RuleGroupState.EMPTY, T0, SEVEN);
    }

    @Test
    void doesNotMakeTextsAgainOfWhichNothingHasChanged() {
        assertThat(summary(afterTheFirstSlot())).isEqualTo("7 errors on web-1");

        RuleGroupState next = after(GROUP, withTextOfItsOwn(afterTheFirstSlot()), T1, SEVEN);

        assertThat(summary(next)).isEqualTo("as it was");
        assertThat(summary(after(GROUP, next, T2, SEVEN))).isEqualTo("as it was");
    }

    @Test
    void makesTheTextsOfAnotherValue() {
        Answer eight = new Answer.Samples(List.of(sample(8, "host", "web-1")));

        assertThat(summary(after(GROUP, withTextOfItsOwn(afterTheFirstSlot()), T1, eight)))
                .isEqualTo("8 errors on web-1");
    }

    @Test
    void makesTheTextsOfAnEditedRule() {
        RuleGroup edited = groupThatSays("{{labels.host}} is in trouble");

        assertThat(summary(after(edited, afterTheFirstSlot(), T1, SEVEN))).isEqualTo("web-1 is in trouble");
    }

    /** The edited rule had no answer at its first slot: what its instance says is of the rule before it. */
    @Test
    void makesTheTextsOfAnEditedRuleWhoseFirstSlotFailed() {
        RuleGroup edited = groupThatSays("{{labels.host}} is in trouble");
        RuleGroupState failed = after(edited, afterTheFirstSlot(), T1, new Answer.Failed("timeout", "no answer"));
        assertThat(summary(failed)).isEqualTo("7 errors on web-1");

        assertThat(summary(after(edited, failed, T2, SEVEN))).isEqualTo("web-1 is in trouble");
    }

    /** Whoever wrote it may have been another replica, with other rules. */
    @Test
    void makesTheTextsOfWhatWasStored() {
        RuleGroupState known = withTextOfItsOwn(afterTheFirstSlot());
        RuleGroupState stored = RuleGroupState.of(
                known.instances().values().stream().flatMap(List::stream).toList(), known.rules());

        assertThat(summary(after(GROUP, stored, T1, SEVEN))).isEqualTo("7 errors on web-1");
    }

    /** It fires now, which its texts may say. */
    @Test
    void makesTheTextsOfAnInstanceThatBeginsToFire() {
        RuleGroup held = group("texts")
                .rules(withSummary("{{value}} since {{fired_at}}").holdDuration(GROUP.interval()))
                .build();
        RuleGroupState pending = after(held, RuleGroupState.EMPTY, T0, SEVEN);
        assertThat(summary(pending)).isEqualTo("7 since ");

        assertThat(summary(after(held, pending, T1, SEVEN))).startsWith("7 since 2026-11-20T10:0");
    }
}
