package io.tocsin.evaluation;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.RuleRecord;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleEvaluation;
import io.tocsin.evaluation.state.RuleOutcome;
import io.tocsin.evaluation.state.RuleSnapshot;
import io.tocsin.evaluation.state.SeriesValue;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.label.Labels;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.NoDataPolicy;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A group on its way through one or more slots, in memory. Nothing of it is written until all of it is. */
final class GroupProgress {

    private static final Duration SERIES_KNOWN_FOR = Duration.ofHours(24);
    private static final int MAX_KNOWN_SERIES = 1000;

    private final RuleGroup group;
    private final GroupState before;
    private final TextRenderer renderer;
    private final Duration queryOffset;
    private final Map<RuleKey, RuleSnapshot> snapshots = new LinkedHashMap<>();
    private final Map<RuleKey, Map<Labels, Instant>> knownSeries = new HashMap<>();
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
        for (AlertRule rule : group.rules()) {
            RuleRecord known = before.rules().get(rule.key());
            Map<Labels, Instant> series = known == null ? Map.of() : known.knownSeries();
            knownSeries.put(rule.key(), new HashMap<>(series));
            snapshots.put(
                    rule.key(),
                    new RuleSnapshot(
                            rule,
                            group.limit(),
                            before.instancesOf(rule.key()),
                            series.keySet(),
                            expressions
                                    .finalComparison(rule.expression())
                                    .map(ExpressionReader.FinalComparison::condition)
                                    .orElse(null)));
        }
    }

    /** Takes the group through one more slot. */
    SlotOutcome step(Instant slot, boolean isLate, Map<RuleKey, RuleAnswer> answers) {
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
        RuleOutcome outcome = RuleEvaluation.evaluate(snapshot, answer.answer(), slot, renderer);
        remember(rule, answer.answer(), slot);
        snapshots.put(
                rule.key(),
                snapshot.after(outcome.transitions(), known(rule.key()).keySet()));
        return new SlotOutcome.Evaluated(outcome, answer.duration(), answer.bytesRead());
    }

    private void remember(AlertRule rule, Answer answer, Instant slot) {
        Map<Labels, Instant> known = known(rule.key());
        if (rule.noData() != NoDataPolicy.ZERO) {
            known.clear();
            return;
        }
        if (answer instanceof Answer.Samples samples) {
            for (SeriesValue series : samples.series()) {
                known.put(series.labels(), slot);
            }
        }
        known.values().removeIf(seenAt -> seenAt.isBefore(slot.minus(SERIES_KNOWN_FOR)));
        if (known.size() > MAX_KNOWN_SERIES) {
            Set<Labels> newest = known.entrySet().stream()
                    .sorted(Map.Entry.<Labels, Instant>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.comparing(Labels::toString))))
                    .limit(MAX_KNOWN_SERIES)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            known.keySet().retainAll(newest);
        }
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
    GroupState after() {
        SlotOutcome newest = outcomes.get(outcomes.size() - 1);
        List<AlertInstance> instances = snapshots.values().stream()
                .flatMap(snapshot -> snapshot.instances().stream())
                .toList();
        Map<RuleKey, RuleRecord> rules =
                EvaluationStore.records(this).stream().collect(Collectors.toMap(RuleRecord::key, Function.identity()));
        GroupCursor cursor = before.cursor();
        return new GroupState(new GroupCursor(cursor.group(), newest.slot(), cursor.version() + 1), instances, rules);
    }

    GroupState before() {
        return before;
    }

    List<SlotOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    int activeInstances(RuleKey rule) {
        return (int) snapshot(rule).instances().stream()
                .filter(instance -> instance.resolvedAt() == null)
                .count();
    }

    Map<Labels, Instant> knownSeries(RuleKey rule) {
        return Map.copyOf(known(rule));
    }

    private Map<Labels, Instant> known(RuleKey rule) {
        return knownSeries.computeIfAbsent(rule, key -> new HashMap<>());
    }

    private RuleSnapshot snapshot(RuleKey rule) {
        RuleSnapshot snapshot = snapshots.get(rule);
        if (snapshot == null) {
            throw new IllegalArgumentException("rule " + rule + " is not in group " + group.key());
        }
        return snapshot;
    }
}
