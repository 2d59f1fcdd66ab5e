package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.RuleReference;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Condition.Comparison;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What fires between two slots, in a group with {@code on_push} or {@code tail}: instances that nobody was told of, of rules without {@code
 * for} whose value can only rise when further lines arrive. So whatever has not arrived yet cannot take back what is
 * told. Nothing resolves here, and nothing that is active already changes.
 */
public final class EarlyFiring {

    private static final Set<Comparison> RISING = Set.of(Comparison.GREATER, Comparison.GREATER_OR_EQUAL);

    private final RuleGroup group;
    private final Duration queryOffset;
    private final TextRenderer renderer;

    /** @param queryOffset how far before its slots the group asks */
    public EarlyFiring(RuleGroup group, Duration queryOffset, TextRenderer renderer) {
        this.group = group;
        this.queryOffset = queryOffset;
        this.renderer = renderer;
    }

    /** Whether the rule may fire between slots. */
    public static boolean isFor(AlertRule rule, RisingExpressions rising) {
        return !rule.paused()
                && rule.absence() == null
                && rule.holdDuration().isZero()
                && isRising(rule)
                && rising.isRising(rule.expression());
    }

    private static boolean isRising(AlertRule rule) {
        Condition condition = rule.condition();
        return condition == null
                || condition instanceof Condition.Threshold threshold && RISING.contains(threshold.comparison());
    }

    /**
     * The outcome, as of the slot that the group is at; without transitions when nothing fires.
     *
     * @param answers to the questions of the moment {@code at}, of the rules that were asked
     */
    public SlotOutcome fire(RuleGroupState before, Instant slot, Instant at, Map<RuleKey, RuleAnswer> answers) {
        Map<RuleKey, SlotOutcome.Evaluated> rules = new LinkedHashMap<>();
        Map<RuleKey, List<AlertInstance>> instances = new HashMap<>(before.instances());
        Map<RuleKey, RuleRecord> records = new HashMap<>(before.rules());
        List<AlertEvent> events = new ArrayList<>();
        for (AlertRule rule : group.rules()) {
            RuleAnswer answer = answers.get(rule.key());
            if (answer == null || !(answer.answer() instanceof Answer.Samples samples)) {
                continue;
            }
            List<AlertInstance> known = before.instancesOf(rule.key());
            RuleSnapshot snapshot = new RuleSnapshot(rule, group.mostInstances(), known, null, Set.of(), null);
            List<StateTransition> fired =
                    new LateArrivals(snapshot, snapshot, renderer).findEarly(samples.series(), at);
            if (!fired.isEmpty()) {
                RuleOutcome outcome = new RuleOutcome(
                        fired, RuleHealth.OK, "", "", samples.series().size(), null);
                // A rule that has instances is one of which something is remembered, were its first slot an hour away.
                records.computeIfAbsent(
                        rule.key(),
                        key -> new RuleRecord(
                                RuleReference.of(group, rule, queryOffset),
                                outcome.result(slot, answer.duration()),
                                Map.of(),
                                null));
                rules.put(rule.key(), new SlotOutcome.Evaluated(outcome, answer.duration(), answer.bytesRead()));
                instances.put(rule.key(), RuleOutcome.apply(known, fired));
                // It was asked at the moment itself: that is where its lines are.
                RuleReference reference = RuleReference.of(group, rule, Duration.ZERO);
                fired.forEach(transition -> transition.event(reference, false).ifPresent(events::add));
            }
        }
        return new SlotOutcome(slot, false, rules, Map.of(), events, new RuleGroupState(instances, records, null));
    }

    /**
     * Whether a slot that did not find an instance looks at a time before the lines that made it fire: then the slot says
     * nothing of it. Its beginning lies between slots, which is how it is told from one that a slot began.
     *
     * @param askedAt the end of what the slot looks at
     */
    static boolean isAhead(RuleGroup group, StateTransition transition, Instant askedAt) {
        AlertInstance before = transition.before();
        return group.looksEarly()
                && before != null
                && before.state() == InstanceState.FIRING
                && transition.to() != InstanceState.FIRING
                && isOfLines(transition.reason())
                && before.activeAt().isAfter(askedAt)
                && !group.slotAtOrBefore(before.activeAt()).equals(before.activeAt());
    }

    /** Whether it ends, or begins to, for what the slot found in the logs; a rule that was edited or paused ends at once. */
    private static boolean isOfLines(@Nullable ResolveReason reason) {
        return reason == null || reason == ResolveReason.CONDITION_FALSE || reason == ResolveReason.NO_DATA;
    }
}
