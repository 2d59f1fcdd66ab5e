package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.RuleReference;
import io.tocsin.evaluation.state.ExpressionReader.FinalComparison;
import io.tocsin.label.Fingerprint;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One group at one slot: from the state before it and the answers to the state after it and the events. A pure function,
 * and the only way through a slot: live evaluation, catching up, backtests and trials of drafts all call it, so that none
 * of them can say anything else than the others.
 */
public final class SlotEvaluation {

    private final RuleGroup group;
    private final Duration queryOffset;
    private final ExpressionReader expressions;
    private final TextRenderer renderer;

    /** @param queryOffset how far before its slot the group asks */
    public SlotEvaluation(RuleGroup group, Duration queryOffset, ExpressionReader expressions, TextRenderer renderer) {
        this.group = group;
        this.queryOffset = queryOffset;
        this.expressions = expressions;
        this.renderer = renderer;
    }

    /**
     * Takes the group through one slot.
     *
     * @param isLate whether it is caught up after its time; the events say so
     * @throws IllegalArgumentException if a rule has no answer, or the state is of a later slot
     */
    public SlotOutcome evaluate(RuleGroupState before, Instant slot, boolean isLate, SlotAnswers answers) {
        Set<RuleKey> present = group.rules().stream().map(AlertRule::key).collect(Collectors.toSet());
        SlotOutcome gone = end(before, present, slot, isLate);
        Map<RuleKey, List<AlertInstance>> instances = new HashMap<>(gone.after().instances());
        Map<RuleKey, RuleRecord> records = new HashMap<>(before.rules());
        List<AlertEvent> events = new ArrayList<>(gone.events());
        Map<RuleKey, SlotOutcome.Evaluated> rules = new LinkedHashMap<>();
        for (AlertRule rule : group.rules()) {
            RuleAnswer answer = answers.of(rule.key());
            RuleMemory known = RuleMemory.of(rule, before.rules().get(rule.key()));
            RuleMemory memory = known.after(rule, answer, slot, slot.minus(queryOffset), group.interval());
            RuleSnapshot snapshot = snapshot(rule, before, known);
            RuleOutcome outcome = outcome(snapshot, memory, slot, answers);
            RuleRecord record = new RuleRecord(
                    reference(rule, before.rules().get(rule.key())),
                    outcome.result(slot, answer.duration()),
                    memory.seen(rule),
                    memory.period(rule));
            records.put(rule.key(), record);
            instances.put(rule.key(), RuleOutcome.apply(snapshot.instances(), outcome.transitions()));
            rules.put(rule.key(), new SlotOutcome.Evaluated(outcome, answer.duration(), answer.bytesRead()));
            addEvents(events, outcome.transitions(), record.reference(), isLate);
        }
        return new SlotOutcome(
                slot, isLate, rules, gone.removed(), events, new RuleGroupState(instances, records, group));
    }

    /** The ends of all instances of a group that no longer exists. */
    public static SlotOutcome end(RuleGroupState before, Instant at) {
        return end(before, Set.of(), at, false);
    }

    /** The ends of the instances of all rules but those that are still there. */
    private static SlotOutcome end(RuleGroupState before, Set<RuleKey> present, Instant at, boolean isLate) {
        Map<RuleKey, List<StateTransition>> removed = new LinkedHashMap<>();
        Map<RuleKey, List<AlertInstance>> after = new HashMap<>();
        List<AlertEvent> events = new ArrayList<>();
        before.instances().forEach((rule, instances) -> {
            if (!present.contains(rule) && !instances.isEmpty()) {
                List<StateTransition> ends = RuleEvaluation.end(instances, ResolveReason.RULE_REMOVED, at);
                removed.put(rule, ends);
                after.put(rule, RuleOutcome.apply(instances, ends));
                addEvents(events, ends, before.reference(rule), isLate);
            }
        });
        return new SlotOutcome(at, isLate, Map.of(), removed, events, new RuleGroupState(after, before.rules(), null));
    }

    private static void addEvents(
            List<AlertEvent> events, List<StateTransition> transitions, RuleReference rule, boolean isLate) {
        transitions.forEach(transition -> transition.event(rule, isLate).ifPresent(events::add));
    }

    /** What {@code no_data: zero} counts as zero is what was known before the answer of this slot. */
    private RuleSnapshot snapshot(AlertRule rule, RuleGroupState before, RuleMemory known) {
        return new RuleSnapshot(
                rule,
                group.mostInstances(),
                before.instancesOf(rule.key()),
                before.textsMadeAt(rule.key(), group),
                known.series().keySet(),
                expressions
                        .finalComparison(rule.expression())
                        .map(FinalComparison::condition)
                        .orElse(null));
    }

    private RuleOutcome outcome(RuleSnapshot snapshot, RuleMemory memory, Instant slot, SlotAnswers answers) {
        AlertRule rule = snapshot.rule();
        Answer meaning = memory.meaning(rule, answers.of(rule.key()).answer(), slot.minus(queryOffset));
        RuleOutcome outcome = RuleEvaluation.evaluate(snapshot, meaning, slot, renderer)
                .map(transition -> EarlyFiring.isAhead(group, transition, slot.minus(queryOffset))
                        ? StateTransition.silent(transition.before(), transition.before(), slot)
                        : transition);
        RuleAnswer present = answers.present().get(rule.key());
        if (present != null) {
            outcome = withPresentValues(rule, outcome, present.answer());
        }
        RuleAnswer late = answers.late().get(rule.key());
        if (late != null && late.answer() instanceof Answer.Samples samples) {
            outcome = outcome.and(new LateArrivals(snapshot, snapshot.after(outcome.transitions()), renderer)
                    .find(samples.series(), slot.minus(group.interval()), slot));
        }
        return outcome;
    }

    /** The one of the slot before is kept while the rule is the same, so that there are not two of them. */
    private RuleReference reference(AlertRule rule, @Nullable RuleRecord known) {
        RuleReference now = RuleReference.of(group, rule, queryOffset);
        return known != null && known.reference().equals(now) ? known.reference() : now;
    }

    /**
     * What is to be asked at the slot's own time for the present values of what resolved, by rule. Where an expression ends
     * in a comparison, the series of a resolved instance is gone; the same without that comparison tells whether the value
     * is back to normal or the logs have stopped.
     */
    public Map<RuleKey, String> presentQuestions(SlotOutcome outcome) {
        Map<RuleKey, String> questions = new HashMap<>();
        for (AlertRule rule : group.rules()) {
            SlotOutcome.Evaluated evaluated = outcome.rules().get(rule.key());
            if (evaluated != null && rule.condition() == null && hasVanished(evaluated.outcome())) {
                expressions
                        .finalComparison(rule.expression())
                        .ifPresent(comparison -> questions.put(rule.key(), comparison.withoutComparison()));
            }
        }
        return questions;
    }

    private static boolean hasVanished(RuleOutcome outcome) {
        return outcome.errorReason().isEmpty() && outcome.transitions().stream().anyMatch(SlotEvaluation::hasVanished);
    }

    private static boolean hasVanished(StateTransition transition) {
        return transition.hasResolved()
                && transition.reason() == ResolveReason.NO_DATA
                && transition.presentValue() == null;
    }

    private RuleOutcome withPresentValues(AlertRule rule, RuleOutcome outcome, Answer answer) {
        if (answer instanceof Answer.Failed failed) {
            return outcome.map(transition -> hasVanished(transition)
                    ? transition.withPresentValue(ResolveReason.CONDITION_FALSE, null, failed.message())
                    : transition);
        }
        if (answer instanceof Answer.Samples samples) {
            Map<Fingerprint, Double> values = RuleEvaluation.valuesByInstance(rule, samples.series(), renderer);
            return outcome.map(transition -> {
                Double value = values.get(transition.labels().fingerprint());
                return value != null && hasVanished(transition)
                        ? transition.withPresentValue(ResolveReason.CONDITION_FALSE, value, "")
                        : transition;
            });
        }
        throw new IllegalStateException("unknown answer " + answer);
    }

    /**
     * What is to be asked once more at the time of the slot before, for lines that arrived after it: the expressions of the
     * rules that were evaluated at that slot as they are now, and are again. Only for the newest slot.
     */
    public Map<RuleKey, String> lateQuestions(RuleGroupState before, SlotOutcome outcome) {
        Instant previous = outcome.slot().minus(group.interval());
        Map<RuleKey, String> questions = new HashMap<>();
        for (AlertRule rule : group.rules()) {
            RuleRecord known = before.rules().get(rule.key());
            RuleRecord now = outcome.after().rules().get(rule.key());
            if (known != null
                    && now != null
                    && known.newest().slot().equals(previous)
                    && known.reference().equals(now.reference())
                    && known.newest().health().hasAnswer()
                    && now.newest().health().hasAnswer()
                    && rule.absence() == null
                    && rule.holdDuration().isZero()) {
                questions.put(rule.key(), rule.expression());
            }
        }
        return questions;
    }
}
