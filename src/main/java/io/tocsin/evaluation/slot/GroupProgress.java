package io.tocsin.evaluation.slot;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.RuleRecord;
import io.tocsin.evaluation.query.ExpressionReader;
import io.tocsin.evaluation.query.RuleAnswer;
import io.tocsin.evaluation.query.RuleMemories;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.LateArrivals;
import io.tocsin.evaluation.state.RuleEvaluation;
import io.tocsin.evaluation.state.RuleOutcome;
import io.tocsin.evaluation.state.RuleSnapshot;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.evaluation.state.TextRenderer;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/** A group on its way through one or more slots, in memory. Nothing of it is written until all of it is. */
public final class GroupProgress {

    private final RuleGroup group;
    private final GroupState before;
    private final TextRenderer renderer;
    private final Duration queryOffset;
    private final Map<RuleKey, RuleSnapshot> snapshots = new LinkedHashMap<>();
    private final RuleMemories memories;
    private final List<SlotOutcome> outcomes = new ArrayList<>();

    GroupProgress(
            RuleGroup group,
            GroupState before,
            Duration queryOffset,
            ExpressionReader expressions,
            TextRenderer renderer) {
        this.queryOffset = queryOffset;
        this.group = group;
        this.before = before;
        this.renderer = renderer;
        this.memories = new RuleMemories(group, before.rules());
        for (AlertRule rule : group.rules()) {
            snapshots.put(
                    rule.key(),
                    new RuleSnapshot(
                            rule,
                            group.mostInstances(),
                            before.instancesOf(rule.key()),
                            memories.seriesOf(rule.key()),
                            expressions
                                    .finalComparison(rule.expression())
                                    .map(ExpressionReader.FinalComparison::condition)
                                    .orElse(null)));
        }
    }

    /** Takes the group through one more slot. */
    public SlotOutcome step(Instant slot, boolean isLate, Map<RuleKey, RuleAnswer> answers) {
        Map<RuleKey, SlotOutcome.Evaluated> evaluated = new LinkedHashMap<>();
        for (AlertRule rule : group.rules()) {
            RuleAnswer answer = answers.get(rule.key());
            if (answer == null) {
                throw new IllegalArgumentException("no answer for rule " + rule.key());
            }
            evaluated.put(rule.key(), evaluate(rule, answer, slot));
        }
        SlotOutcome outcome = new SlotOutcome(slot, isLate, evaluated, outcomes.isEmpty() ? removed(slot) : Map.of());
        outcomes.add(outcome);
        return outcome;
    }

    private SlotOutcome.Evaluated evaluate(AlertRule rule, RuleAnswer answer, Instant slot) {
        RuleSnapshot snapshot = snapshot(rule.key());
        // What no_data: zero counts as zero is what was known before this answer.
        Answer meaning = memories.remember(rule, answer, slot, slot.minus(queryOffset));
        RuleOutcome outcome = RuleEvaluation.evaluate(snapshot, meaning, slot, renderer);
        snapshots.put(rule.key(), snapshot.after(outcome.transitions(), memories.seriesOf(rule.key())));
        return new SlotOutcome.Evaluated(outcome, answer.duration(), answer.bytesRead());
    }

    /**
     * Takes in what the questions of the slot before say now. Only the newest slot may be followed by this.
     *
     * @param answers of the rules that {@link #recheckable} gave
     */
    SlotOutcome recheck(Instant previous, SlotOutcome outcome, Map<RuleKey, RuleAnswer> answers) {
        return outcome.map((key, ruleOutcome) -> {
            RuleAnswer answer = answers.get(key);
            if (answer == null || !(answer.answer() instanceof Answer.Samples samples)) {
                return ruleOutcome;
            }
            RuleSnapshot after = snapshot(key);
            RuleSnapshot earlier = after.with(before.instancesOf(key));
            List<StateTransition> late =
                    new LateArrivals(earlier, after, renderer).find(samples.series(), previous, outcome.slot());
            snapshots.put(key, after.after(late, memories.seriesOf(key)));
            return ruleOutcome.and(late);
        });
    }

    /** The rules that were evaluated at the slot before as they are now, and are again, with their expressions. */
    Map<RuleKey, String> recheckable(Instant previous, SlotOutcome outcome) {
        Map<RuleKey, String> expressions = new HashMap<>();
        for (AlertRule rule : group.rules()) {
            RuleRecord known = before.rules().get(rule.key());
            SlotOutcome.Evaluated evaluated = outcome.rules().get(rule.key());
            boolean isComparable = known != null
                    && known.slot().equals(previous)
                    && known.reference().equals(reference(rule.key()))
                    && known.health().hasAnswer();
            if (isComparable
                    && evaluated != null
                    && evaluated.outcome().health().hasAnswer()
                    && rule.absence() == null
                    && rule.holdDuration().isZero()) {
                expressions.put(rule.key(), rule.expression());
            }
        }
        return expressions;
    }

    /** The ends of instances whose rule is no longer in the group. */
    private Map<RuleKey, List<StateTransition>> removed(Instant slot) {
        Map<RuleKey, List<AlertInstance>> orphans = before.instances().stream()
                .filter(instance -> !snapshots.containsKey(instance.rule()))
                .collect(Collectors.groupingBy(AlertInstance::rule));
        Map<RuleKey, List<StateTransition>> ends = new LinkedHashMap<>();
        orphans.forEach(
                (rule, instances) -> ends.put(rule, RuleEvaluation.end(instances, ResolveReason.RULE_REMOVED, slot)));
        return ends;
    }

    /** Replaces the newest outcome of a slot by one that knows more. */
    void replace(SlotOutcome outcome) {
        outcomes.replaceAll(old -> old.slot().equals(outcome.slot()) ? outcome : old);
    }

    /** Whether the slot was tried before, and waits for its data source. */
    boolean isRepetition() {
        return before.rules().values().stream()
                .anyMatch(rule ->
                        outcomes.stream().anyMatch(outcome -> outcome.slot().equals(rule.slot())));
    }

    /** The rule as it is, or was when it was last evaluated. */
    RuleReference reference(RuleKey key) {
        return group.rules().stream()
                .filter(rule -> rule.key().equals(key))
                .findFirst()
                .map(rule -> RuleReferences.of(group, rule, queryOffset))
                .orElseGet(() -> before.reference(key));
    }

    RuleGroup group() {
        return group;
    }

    /** The state after the slots so far, as if it had been written and read again. */
    public GroupState after() {
        SlotOutcome newest = newest();
        List<AlertInstance> instances = snapshots.values().stream()
                .flatMap(snapshot -> snapshot.instances().stream())
                .toList();
        Map<RuleKey, RuleRecord> rules =
                EvaluationStore.records(this).stream().collect(Collectors.toMap(RuleRecord::key, Function.identity()));
        GroupCursor cursor = before.cursor();
        return new GroupState(new GroupCursor(cursor.group(), newest.slot(), cursor.version() + 1), instances, rules);
    }

    SlotOutcome newest() {
        return outcomes.get(outcomes.size() - 1);
    }

    GroupState before() {
        return before;
    }

    public List<SlotOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    int activeInstances(RuleKey rule) {
        return (int) snapshot(rule).instances().stream()
                .filter(instance -> instance.resolvedAt() == null)
                .count();
    }

    RuleMemories memories() {
        return memories;
    }

    private RuleSnapshot snapshot(RuleKey rule) {
        RuleSnapshot snapshot = snapshots.get(rule);
        if (snapshot == null) {
            throw new IllegalArgumentException("rule " + rule + " is not in group " + group.key());
        }
        return snapshot;
    }
}
