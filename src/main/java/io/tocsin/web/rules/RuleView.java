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
 */
public record RuleView(
        String path,
        String name,
        String expression,
        boolean isPaused,
        String state,
        int active,
        EvaluatedView evaluated) {

    /**
     * How its evaluation goes.
     *
     * @param slot the newest; null before the first
     * @param next when it is evaluated next; null when it is paused, or where nobody asks
     * @param lag how far its evaluation is behind; empty when it is not
     */
    public record EvaluatedView(
            RuleHealth health,
            String error,
            @Nullable Instant slot,
            long durationMillis,
            @Nullable Instant next,
            String lag) {

        static EvaluatedView of(RuleRecords.@Nullable Summary last, @Nullable Instant next, String lag) {
            return last == null
                    ? new EvaluatedView(RuleHealth.UNKNOWN, "", null, 0, next, lag)
                    : new EvaluatedView(
                            last.health(),
                            last.error(),
                            last.slot(),
                            last.duration().toMillis(),
                            next,
                            lag);
        }

        boolean isInTrouble() {
            return health == RuleHealth.ERROR || !lag.isEmpty();
        }
    }

    private static final List<InstanceState> WORST_FIRST =
            List.of(InstanceState.FIRING, InstanceState.RECOVERING, InstanceState.PENDING);

    /** From what the database says of all rules. */
    static RuleView of(
            RuleGroup group,
            AlertRule rule,
            RuleRecords.@Nullable Summary summary,
            Map<InstanceState, Integer> active,
            Instant now) {
        Instant next = rule.paused() ? null : group.slotAfter(now);
        String lag = summary == null || rule.paused() ? "" : lag(group, summary.slot(), now);
        return view(rule, active, EvaluatedView.of(summary, next, lag));
    }

    /** One interval is what an evaluation may take. */
    private static String lag(RuleGroup group, Instant lastSlot, Instant now) {
        Duration behind = Duration.between(lastSlot, group.slotAtOrBefore(now));
        return behind.compareTo(group.interval()) > 0 ? PlainDurations.print(behind) : "";
    }

    /** @param active how many instances are in each state; states without any are missing */
    public static RuleView of(AlertRule rule, RuleRecords.@Nullable Summary last, Map<InstanceState, Integer> active) {
        return view(rule, active, EvaluatedView.of(last, null, ""));
    }

    private static RuleView view(AlertRule rule, Map<InstanceState, Integer> active, EvaluatedView evaluated) {
        return new RuleView(
                RuleAddress.path(rule.key()),
                rule.name(),
                rule.expression().strip(),
                rule.paused(),
                worst(active),
                active.values().stream().mapToInt(Integer::intValue).sum(),
                evaluated);
    }

    private static String worst(Map<InstanceState, Integer> active) {
        return WORST_FIRST.stream()
                .filter(active::containsKey)
                .map(InstanceState::name)
                .findFirst()
                .orElse("INACTIVE");
    }
}
