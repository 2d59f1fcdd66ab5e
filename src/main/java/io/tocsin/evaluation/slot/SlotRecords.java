package io.tocsin.evaluation.slot;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.label.Fingerprint;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What slots leave behind: the rows that the database gets of them. Writes nothing. */
final class SlotRecords {

    private SlotRecords() {}

    /** The instances that are not as they are stored, and those that are no more. */
    record InstanceChanges(List<AlertInstance> saved, List<AlertInstance> deleted) {}

    /** Only those that are not as they are stored; that they were seen once more is said by the cursor. */
    static InstanceChanges instances(Instant slotBefore, RuleGroupState before, SlotOutcome last) {
        List<AlertInstance> saved = new ArrayList<>();
        List<AlertInstance> deleted = new ArrayList<>();
        Set<RuleKey> keys = new HashSet<>(before.instances().keySet());
        keys.addAll(last.after().instances().keySet());
        for (RuleKey key : keys) {
            Map<Fingerprint, AlertInstance> left = new HashMap<>();
            before.instancesOf(key).forEach(instance -> left.put(instance.fingerprint(), instance));
            for (AlertInstance instance : last.after().instancesOf(key)) {
                AlertInstance stored = left.remove(instance.fingerprint());
                if (stored == null || !isStoredAs(stored, slotBefore, instance, last.slot())) {
                    saved.add(instance);
                }
            }
            deleted.addAll(left.values());
        }
        return new InstanceChanges(saved, deleted);
    }

    private static boolean isStoredAs(AlertInstance stored, Instant slotBefore, AlertInstance now, Instant slot) {
        boolean wasSeen = AlertInstances.isSeenAt(stored, slotBefore);
        boolean isSeen = AlertInstances.isSeenAt(now, slot);
        return wasSeen == isSeen && (isSeen ? stored.at(now.evaluatedAt(), stored.value()) : stored).equals(now);
    }

    /** How the rules that were asked are after a slot. */
    static Map<RuleKey, EvaluationRecord> evaluations(SlotOutcome slot) {
        Map<RuleKey, EvaluationRecord> evaluations = new LinkedHashMap<>();
        slot.rules()
                .forEach((rule, evaluated) -> evaluations.put(
                        rule,
                        new EvaluationRecord(
                                evaluated.outcome().result(slot.slot(), evaluated.duration()),
                                slot.activeInstances(rule),
                                evaluated.outcome().highestValue(),
                                evaluated.bytesRead(),
                                slot.isLate())));
        return evaluations;
    }

    /** The changes of state of slots that follow each other, by rule. */
    static Map<RuleKey, List<TransitionRecord>> transitions(List<SlotOutcome> outcomes) {
        Map<RuleKey, List<TransitionRecord>> changes = new LinkedHashMap<>();
        for (SlotOutcome slot : outcomes) {
            slot.rules()
                    .forEach((rule, evaluated) ->
                            add(changes, rule, evaluated.outcome().transitions(), slot.isLate()));
            slot.removed().forEach((rule, ends) -> add(changes, rule, ends, slot.isLate()));
        }
        return changes;
    }

    private static void add(
            Map<RuleKey, List<TransitionRecord>> changes,
            RuleKey rule,
            List<StateTransition> transitions,
            boolean isLate) {
        for (StateTransition transition : transitions) {
            if (transition.isChange()) {
                ResolveReason reason = transition.reason();
                changes.computeIfAbsent(rule, key -> new ArrayList<>())
                        .add(new TransitionRecord(
                                transition.labels(),
                                transition.at(),
                                name(transition.from()),
                                name(transition.to()),
                                reason == null ? "" : reason.name(),
                                transition.instance().value(),
                                isLate || transition.hasArrivedLate()));
            }
        }
    }

    /** The word for a state in the log and in the history; null: there was no instance. */
    static String name(@Nullable InstanceState state) {
        return state == null ? "NONE" : state.name();
    }
}
