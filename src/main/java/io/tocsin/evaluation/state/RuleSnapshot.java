package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertInstance;
import io.tocsin.label.Labels;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.Condition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule and what is remembered of it before a slot.
 *
 * @param limit the most instances before the surplus is folded; 0: no limit
 * @param textsMadeAt the slot at which the texts of active instances were made of these very templates; null: not known
 * @param knownSeries the series seen lately, for {@code no_data: zero}
 * @param finalComparison what the expression's own last comparison asks, when the rule has no condition; null when it
 *     does not end in one, or compares with something else than a number
 */
public record RuleSnapshot(
        AlertRule rule,
        int limit,
        List<AlertInstance> instances,
        @Nullable Instant textsMadeAt,
        Set<Labels> knownSeries,
        @Nullable Condition finalComparison) {

    public RuleSnapshot {
        instances = List.copyOf(instances);
        // Most rules know of none, and a copy of an empty set is made like any other.
        knownSeries = knownSeries.isEmpty() ? Set.of() : Set.copyOf(knownSeries);
    }

    /** The same rule after these transitions. */
    RuleSnapshot after(Collection<StateTransition> transitions) {
        return new RuleSnapshot(
                rule, limit, RuleOutcome.apply(instances, transitions), null, knownSeries, finalComparison);
    }
}
