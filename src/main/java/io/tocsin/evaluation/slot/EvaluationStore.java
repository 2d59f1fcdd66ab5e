package io.tocsin.evaluation.slot;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.alert.store.MissedSlots;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.label.Fingerprint;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a group's state and writes what its slots did to it: instances, events, health and history in one transaction,
 * and only if nobody else has written since the state was read. Each write says false when somebody else was there first.
 */
@Component
public class EvaluationStore {

    private static final Logger log = LoggerFactory.getLogger(EvaluationStore.class);

    private final TransactionTemplate transactions;
    private final GroupCursors cursors;
    private final AlertInstances instances;
    private final AlertEventLog events;
    private final RuleRecords rules;
    private final EvaluationHistory history;
    private final MissedSlots missed;

    public EvaluationStore(
            TransactionTemplate transactions,
            GroupCursors cursors,
            AlertInstances instances,
            AlertEventLog events,
            RuleRecords rules,
            EvaluationHistory history,
            MissedSlots missed) {
        this.transactions = transactions;
        this.cursors = cursors;
        this.instances = instances;
        this.events = events;
        this.rules = rules;
        this.history = history;
        this.missed = missed;
    }

    /** What the database knows of a group; the cursor was read first, so that it is never newer. */
    public RuleGroupState load(GroupCursor cursor) {
        return RuleGroupState.of(instances.findByGroup(cursor.group()), rules.findByGroup(cursor.group()));
    }

    /** Writes slots that follow each other, all of them or nothing, and moves the group on. */
    boolean write(RuleGroup group, GroupCursor cursor, RuleGroupState before, List<SlotOutcome> outcomes) {
        SlotOutcome last = outcomes.get(outcomes.size() - 1);
        return fenced(cursor, outcomes, () -> cursors.advance(cursor, last.slot()), () -> {
            writeAll(before, outcomes);
            rules.markRemoved(last.removedRules(), last.slot());
            writeCaughtUp(group, outcomes);
        });
    }

    /** Writes what some rules of the slot that the group is at say after all. */
    boolean amend(GroupCursor cursor, RuleGroupState before, SlotOutcome outcome) {
        return fenced(cursor, List.of(outcome), () -> cursors.amend(cursor), () -> writeAll(before, List.of(outcome)));
    }

    /** Records how the rules are without moving the group on, so that the slot can still be caught up. */
    boolean writeHealth(GroupCursor cursor, RuleGroupState before, SlotOutcome outcome) {
        boolean isRepetition = before.rules().values().stream()
                .anyMatch(rule -> rule.newest().slot().equals(outcome.slot()));
        return fenced(cursor, List.of(outcome), () -> cursors.confirm(cursor), () -> {
            rules.save(outcome.records());
            if (!isRepetition) {
                history.appendEvaluations(evaluations(List.of(outcome)));
            }
        });
    }

    /** Writes the ends of a group that no longer exists, and forgets it. */
    boolean end(GroupCursor cursor, RuleGroupState before, SlotOutcome ends) {
        return fenced(cursor, List.of(ends), () -> cursors.remove(cursor), () -> {
            writeAll(before, List.of(ends));
            rules.markRemoved(ends.removedRules(), ends.slot());
        });
    }

    private boolean fenced(GroupCursor cursor, List<SlotOutcome> outcomes, BooleanSupplier fence, Runnable write) {
        boolean isWritten = Boolean.TRUE.equals(transactions.execute(status -> {
            if (!fence.getAsBoolean()) {
                return false;
            }
            write.run();
            return true;
        }));
        if (isWritten) {
            outcomes.forEach(EvaluationStore::report);
        } else {
            log.info("slot was evaluated elsewhere group={}", cursor.group());
        }
        return isWritten;
    }

    private static void report(SlotOutcome outcome) {
        outcome.transitions()
                .filter(StateTransition::isChange)
                .forEach(transition -> log.info(
                        "{} -> {} slot={} late={} rule={} labels={}",
                        name(transition.from()),
                        name(transition.to()),
                        transition.at(),
                        outcome.isLate(),
                        transition.instance().rule(),
                        transition.labels()));
    }

    private void writeAll(RuleGroupState before, List<SlotOutcome> outcomes) {
        SlotOutcome last = outcomes.get(outcomes.size() - 1);
        writeInstances(before, last.after());
        outcomes.forEach(outcome -> events.append(outcome.events()));
        rules.save(last.records());
        history.appendEvaluations(evaluations(outcomes));
        history.appendTransitions(transitions(outcomes));
    }

    private void writeInstances(RuleGroupState before, RuleGroupState after) {
        List<AlertInstance> saved = new ArrayList<>();
        List<AlertInstance> deleted = new ArrayList<>();
        Set<RuleKey> keys = new HashSet<>(before.instances().keySet());
        keys.addAll(after.instances().keySet());
        for (RuleKey key : keys) {
            Map<Fingerprint, AlertInstance> left = new HashMap<>();
            before.instancesOf(key).forEach(instance -> left.put(instance.fingerprint(), instance));
            for (AlertInstance instance : after.instancesOf(key)) {
                if (!instance.equals(left.remove(instance.fingerprint()))) {
                    saved.add(instance);
                }
            }
            deleted.addAll(left.values());
        }
        instances.save(saved);
        instances.delete(deleted);
    }

    private void writeCaughtUp(RuleGroup group, List<SlotOutcome> outcomes) {
        List<Instant> late = outcomes.stream()
                .filter(SlotOutcome::isLate)
                .map(SlotOutcome::slot)
                .toList();
        if (!late.isEmpty()) {
            int asked =
                    (int) group.rules().stream().filter(rule -> !rule.paused()).count();
            missed.caughtUp(
                    new MissedSlots.Slots(group.key(), late.get(0), late.get(late.size() - 1), late.size()), asked);
        }
    }

    private static Map<RuleKey, List<EvaluationRecord>> evaluations(List<SlotOutcome> outcomes) {
        Map<RuleKey, List<EvaluationRecord>> evaluations = new LinkedHashMap<>();
        for (SlotOutcome slot : outcomes) {
            slot.rules()
                    .forEach((rule, evaluated) -> evaluations
                            .computeIfAbsent(rule, key -> new ArrayList<>())
                            .add(new EvaluationRecord(
                                    evaluated.outcome().result(slot.slot(), evaluated.duration()),
                                    slot.activeInstances(rule),
                                    evaluated.outcome().highestValue(),
                                    evaluated.bytesRead(),
                                    slot.isLate())));
        }
        return evaluations;
    }

    private static Map<RuleKey, List<TransitionRecord>> transitions(List<SlotOutcome> outcomes) {
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

    private static String name(@Nullable InstanceState state) {
        return state == null ? "NONE" : state.name();
    }
}
