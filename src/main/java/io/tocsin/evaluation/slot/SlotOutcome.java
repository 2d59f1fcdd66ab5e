package io.tocsin.evaluation.slot;

import io.tocsin.evaluation.state.RuleOutcome;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What one slot did to one group, before anything of it is written.
 *
 * @param removed the ends of instances whose rules are gone
 */
public record SlotOutcome(
        Instant slot, boolean isLate, Map<RuleKey, Evaluated> rules, Map<RuleKey, List<StateTransition>> removed) {

    /** One rule's part of it. */
    public record Evaluated(RuleOutcome outcome, Duration duration, long bytesRead) {}

    /** All transitions, those of removed rules included. */
    Stream<StateTransition> transitions() {
        return Stream.concat(
                rules.values().stream().flatMap(rule -> rule.outcome().transitions().stream()),
                removed.values().stream().flatMap(List::stream));
    }

    /** The same with each rule's outcome replaced. */
    SlotOutcome map(BiFunction<RuleKey, RuleOutcome, RuleOutcome> change) {
        Map<RuleKey, Evaluated> changed = new LinkedHashMap<>();
        rules.forEach((rule, evaluated) -> changed.put(
                rule,
                new Evaluated(change.apply(rule, evaluated.outcome()), evaluated.duration(), evaluated.bytesRead())));
        return new SlotOutcome(slot, isLate, changed, removed);
    }
}
