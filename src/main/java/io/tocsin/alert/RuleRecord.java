package io.tocsin.alert;

import io.tocsin.label.Labels;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one rule from slot to slot, besides its instances.
 *
 * @param reference the rule as it was last evaluated; messages about a removed rule need it
 * @param knownSeries the series seen lately and when; only kept for rules with {@code no_data: zero}, and for those that
 *     watch for absence, whose series are the entities
 * @param knownPeriod null unless the rule watches for absence
 */
public record RuleRecord(
        RuleReference reference,
        EvaluationResult newest,
        Map<Labels, Instant> knownSeries,
        @Nullable KnownPeriod knownPeriod) {

    public RuleRecord {
        knownSeries = Map.copyOf(knownSeries);
    }

    /**
     * The time in which a rule has looked for the entities whose absence it watches.
     *
     * @param query what the entities are; those of another query are no longer known
     */
    public record KnownPeriod(String query, Instant after, Instant until) {}

    public RuleKey key() {
        return reference.key();
    }
}
