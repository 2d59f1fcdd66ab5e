package io.tocsin.evaluation.status;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleHealth;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rule is, whichever replica evaluated it last.
 *
 * @param error what went wrong at the last slot, for people; empty when nothing did
 * @param errorReason the same as one word; empty when nothing went wrong
 * @param lastSlot null when it was never evaluated
 * @param lastDuration how long the data source took to answer
 * @param series how many series the last answer had
 * @param instances those that are pending, firing, recovering, or resolved a few minutes ago
 */
public record RuleStatus(
        RuleKey rule,
        RuleHealth health,
        String error,
        String errorReason,
        @Nullable Instant lastSlot,
        Duration lastDuration,
        int series,
        List<AlertInstance> instances) {

    public RuleStatus {
        instances = List.copyOf(instances);
    }

    static RuleStatus unknown(RuleKey rule) {
        return new RuleStatus(rule, RuleHealth.UNKNOWN, "", "", null, Duration.ZERO, 0, List.of());
    }

    /** Those that are pending, firing or recovering. */
    public List<AlertInstance> activeInstances() {
        return instances.stream()
                .filter(instance -> instance.resolvedAt() == null)
                .toList();
    }
}
