package io.tocsin.evaluation.slot;

import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.state.EarlyFiring;
import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.evaluation.state.RisingExpressions;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.SlotAnswers;
import io.tocsin.evaluation.state.SlotEvaluation;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The step of a group from one slot to the next, with the questions that only its outcome raises: the present values of what
 * resolved, and what arrived late. Live evaluation, catching up, backtests and trials differ in whom they ask, and in
 * nothing else. Blocks while it asks.
 */
@Component
public final class SlotStep {

    private final RuleQueries queries;
    private final ExpressionReader expressions;
    private final TextRenderer renderer;
    private final EvaluationProperties properties;
    private final RisingExpressions rising = new RisingExpressions();

    public SlotStep(
            RuleQueries queries, ExpressionReader expressions, TextRenderer renderer, EvaluationProperties properties) {
        this.queries = queries;
        this.expressions = expressions;
        this.renderer = renderer;
        this.properties = properties;
    }

    /** The same step with another way to ask. */
    public SlotStep asking(RuleQueries others) {
        return new SlotStep(others, expressions, renderer, properties);
    }

    /** When a group asks for what a slot needs. */
    public Instant askedAt(RuleGroup group, Instant slot) {
        return slot.minus(properties.queryOffset(group));
    }

    /**
     * Takes the group through a slot.
     *
     * @param isLate whether it is caught up after its time
     */
    public SlotOutcome step(
            RuleGroup group, RuleGroupState before, Instant slot, boolean isLate, Map<RuleKey, RuleAnswer> answers) {
        return step(group, before, slot, isLate, answers, false);
    }

    /** The same for the newest slot, which also looks for lines that arrived after the slot before it. */
    public SlotOutcome stepLive(
            RuleGroup group, RuleGroupState before, Instant slot, Map<RuleKey, RuleAnswer> answers) {
        return step(group, before, slot, false, answers, group.lateRecheck());
    }

    /** The rules of the group that may fire between slots. */
    public List<AlertRule> early(RuleGroup group) {
        return group.rules().stream()
                .filter(rule -> EarlyFiring.isFor(rule, rising))
                .toList();
    }

    /** What fires now, between the slot that the group is at and the next one; nothing of the group changes otherwise. */
    SlotOutcome fireEarly(RuleGroup group, RuleGroupState before, Instant slot, Instant now) {
        Map<RuleKey, String> questions =
                early(group).stream().collect(Collectors.toMap(AlertRule::key, AlertRule::expression));
        return new EarlyFiring(group, properties.queryOffset(group), renderer)
                .fire(before, slot, now, queries.ask(group, questions, now));
    }

    private SlotOutcome step(
            RuleGroup group,
            RuleGroupState before,
            Instant slot,
            boolean isLate,
            Map<RuleKey, RuleAnswer> answers,
            boolean isRechecking) {
        SlotEvaluation evaluation = new SlotEvaluation(group, properties.queryOffset(group), expressions, renderer);
        SlotOutcome outcome = evaluation.evaluate(before, slot, isLate, SlotAnswers.of(answers));
        Map<RuleKey, RuleAnswer> present = ask(group, evaluation.presentQuestions(outcome), slot);
        Map<RuleKey, RuleAnswer> late = isRechecking
                ? ask(group, evaluation.lateQuestions(before, outcome), slot.minus(group.interval()))
                : Map.of();
        return present.isEmpty() && late.isEmpty()
                ? outcome
                : evaluation.evaluate(before, slot, isLate, new SlotAnswers(answers, present, late));
    }

    private Map<RuleKey, RuleAnswer> ask(RuleGroup group, Map<RuleKey, String> questions, Instant slot) {
        return questions.isEmpty() ? Map.of() : queries.ask(group, questions, askedAt(group, slot));
    }
}
