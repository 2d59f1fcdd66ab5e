package io.tocsin.web;

import io.tocsin.alert.InstanceState;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.rule.AlertRule;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
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

    /** @param active how many instances are in each state; states without any are missing */
    static RuleView of(AlertRule rule, RuleRecords.@Nullable Summary last, Map<InstanceState, Integer> active) {
        return new RuleView(
                RuleAddress.path(rule.key()),
                rule.name(),
                rule.expression().strip(),
                rule.paused(),
                worst(active),
                active.values().stream().mapToInt(Integer::intValue).sum(),
                last == null ? RuleHealth.UNKNOWN : last.health(),
                last == null ? "" : last.error(),
                last == null ? null : last.slot(),
                last == null ? 0 : last.duration().toMillis());
    }

    private static String worst(Map<InstanceState, Integer> active) {
        return Stream.of(InstanceState.FIRING, InstanceState.RECOVERING, InstanceState.PENDING)
                .filter(active::containsKey)
                .map(InstanceState::name)
                .findFirst()
                .orElse("INACTIVE");
    }
}
