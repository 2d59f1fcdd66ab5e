package io.tocsin.evaluation.slot;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.InstanceReadings;
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

    /**
     * The instances whose rows are not as they are, those that are no more, and what is beside the cursor of all others.
     */
    record InstanceChanges(List<AlertInstance> saved, List<AlertInstance> deleted, InstanceReadings readings) {}

    /**
     * Rows only of those whose state is not as it is stored; that they were seen once more, and at which value, is said
     * beside the cursor.
     */
    static InstanceChanges instances(GroupMemory stored, RuleGroupState before, SlotOutcome last) {
        InstanceReadings.ReadingsChange readings = stored.readings().change();
        List<AlertInstance> saved = new ArrayList<>();
        List<AlertInstance> deleted = new ArrayList<>();
        Set<RuleKey> keys = new HashSet<>(before.instances().keySet());
        keys.addAll(last.after().instances().keySet());
        for (RuleKey key : keys) {
            Map<Fingerprint, AlertInstance> left = new HashMap<>();
            before.instancesOf(key).forEach(instance -> left.put(instance.fingerprint(), instance));
            for (AlertInstance instance : last.after().instancesOf(key)) {
                AlertInstance known = left.remove(instance.fingerprint());
                boolean isStored = known != null
                        && isStoredAs(known, stored.cursor().slot(), instance, last.slot())
                        && readings.put(known, instance);
                if (!isStored) {
                    saved.add(instance);
                }
            }
            deleted.addAll(left.values());
        }
        saved.forEach(readings::remove);
        deleted.forEach(readings::remove);
        return new InstanceChanges(saved, deleted, readings.done());
    }

    /** But for the value and the texts of one that was seen at both slots. */
    private static boolean isStoredAs(AlertInstance known, Instant slotBefore, AlertInstance now, Instant slot) {
        boolean wasSeen = AlertInstances.isSeenAt(known, slotBefore);
        boolean isSeen = AlertInstances.isSeenAt(now, slot);
        AlertInstance expected =
                isSeen ? known.at(now.evaluatedAt(), now.value()).withAnnotations(now.annotations()) : known;
        return wasSeen == isSeen && expected.equals(now);
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
