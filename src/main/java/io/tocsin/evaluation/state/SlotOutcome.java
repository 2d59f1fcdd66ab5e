package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.RuleRecord;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one slot did to one group, before anything of it is written.
 *
 * @param isLate whether it was caught up after its time
 * @param rules what it did to each rule of the group, in their order
 * @param removed the ends of instances whose rules are gone
 * @param events what people are to be told, in order
 * @param after the group's state from now on
 */
public record SlotOutcome(
        Instant slot,
        boolean isLate,
        Map<RuleKey, Evaluated> rules,
        Map<RuleKey, List<StateTransition>> removed,
        List<AlertEvent> events,
        RuleGroupState after) {

    /** One rule's part of it. */
    public record Evaluated(RuleOutcome outcome, Duration duration, long bytesRead) {}

    /** All transitions, those of removed rules included. */
    public Stream<StateTransition> transitions() {
        return Stream.concat(
                rules.values().stream().flatMap(rule -> rule.outcome().transitions().stream()),
                removed.values().stream().flatMap(List::stream));
    }

    /** What is to be remembered of the rules of the group. */
    public Collection<RuleRecord> records() {
        return rules.keySet().stream()
                .map(rule -> Objects.requireNonNull(after.rules().get(rule)))
                .toList();
    }

    /** The rules that are remembered and are in the group no more. */
    public Set<RuleKey> removedRules() {
        Set<RuleKey> gone = new HashSet<>(after.rules().keySet());
        gone.removeAll(rules.keySet());
        return gone;
    }

    /** How many instances of a rule are pending, firing or recovering now. */
    public int activeInstances(RuleKey rule) {
        return (int) after.instancesOf(rule).stream()
                .filter(instance -> instance.resolvedAt() == null)
                .count();
    }
}
