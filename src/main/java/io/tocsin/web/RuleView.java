package io.tocsin.web;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.store.RuleRecord;
import io.tocsin.rule.AlertRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule on the rules page.
 *
 * @param state the name of the worst state of its instances, or {@code INACTIVE}
 * @param lastEvaluation null before the first
 */
record RuleView(
        String path,
        String name,
        String expression,
        boolean isPaused,
        String state,
        int active,
        RuleHealth health,
        String error,
        @Nullable Instant lastEvaluation,
        long durationMillis) {

    static RuleView of(AlertRule rule, @Nullable RuleRecord entry, List<AlertInstance> active) {
        return new RuleView(
                RuleAddress.path(rule.key()),
                rule.name(),
                rule.expression().strip(),
                rule.paused(),
                worst(active),
                active.size(),
                entry == null ? RuleHealth.UNKNOWN : entry.health(),
                entry == null ? "" : entry.error(),
                entry == null ? null : entry.slot(),
                entry == null ? 0 : entry.duration().toMillis());
    }

    private static String worst(List<AlertInstance> active) {
        for (InstanceState state : List.of(InstanceState.FIRING, InstanceState.RECOVERING, InstanceState.PENDING)) {
            if (active.stream().anyMatch(instance -> instance.state() == state)) {
                return state.name();
            }
        }
        return "INACTIVE";
    }
}
