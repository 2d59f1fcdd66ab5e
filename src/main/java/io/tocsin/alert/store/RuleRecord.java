package io.tocsin.alert.store;

import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.RuleReference;
import io.tocsin.label.Labels;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What is remembered of one rule.
 *
 * @param reference the rule as it was last evaluated; messages about a removed rule need it
 * @param error what went wrong at the last slot, for people; empty when nothing did
 * @param slot the newest slot that was evaluated, or tried
 * @param knownSeries the series seen lately and when; only kept for rules with {@code no_data: zero}
 */
public record RuleRecord(
        RuleReference reference,
        RuleHealth health,
        String errorReason,
        String error,
        Instant slot,
        Duration duration,
        int series,
        Map<Labels, Instant> knownSeries) {

    public RuleRecord {
        knownSeries = Map.copyOf(knownSeries);
    }

    public RuleKey key() {
        return reference.key();
    }
}
