package io.tocsin.web.rules;

import io.tocsin.alert.InstanceState;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.RuleAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule on the rules page.
 *
 * @param state the name of the worst state of its instances, or {@code INACTIVE}
 * @param lastEvaluation null before the first
 * @param next when it is evaluated next; null when it is paused
 * @param lag how far its evaluation is behind; empty when it is not
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
        long durationMillis,
        @Nullable Instant next,
        String lag) {

    private static final List<InstanceState> WORST_FIRST =
            List.of(InstanceState.FIRING, InstanceState.RECOVERING, InstanceState.PENDING);

    /** From what the database says of all rules. */
    static RuleView of(
            RuleGroup group,
            AlertRule rule,
            RuleRecords.@Nullable Summary summary,
            Map<InstanceState, Integer> active,
            Instant now) {
        RuleView view = of(rule, summary, active);
        return new RuleView(
                view.path(),
                view.name(),
                view.expression(),
                view.isPaused(),
                view.state(),
                view.active(),
                view.health(),
                view.error(),
                view.lastEvaluation(),
                view.durationMillis(),
                rule.paused() ? null : group.slotAfter(now),
                summary == null || rule.paused() ? "" : lag(group, summary.slot(), now));
    }

    /** One interval is what an evaluation may take. */
    private static String lag(RuleGroup group, Instant lastSlot, Instant now) {
        Duration behind = Duration.between(lastSlot, group.slotAtOrBefore(now));
        return behind.compareTo(group.interval()) > 0 ? PlainDurations.print(behind) : "";
    }

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
                last == null ? 0 : last.duration().toMillis(),
                null,
                "");
    }

    private static String worst(Map<InstanceState, Integer> active) {
        return WORST_FIRST.stream()
                .filter(active::containsKey)
                .map(InstanceState::name)
                .findFirst()
                .orElse("INACTIVE");
    }
}
