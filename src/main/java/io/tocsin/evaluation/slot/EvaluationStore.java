package io.tocsin.evaluation.slot;

import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.EvaluationChunk;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.alert.store.MissedSlots;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a group's state and writes what its slots did to it: instances, events, health and history in one transaction,
 * and only if nobody else has written since the state was read. Each write says false when somebody else was there first.
 *
 * <p>What it has written it remembers: a group that only this replica evaluates is read once, and a slot at which nothing
 * changes writes the row of the group's cursor and no other.
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
    private final Map<GroupKey, GroupMemory> memories = new ConcurrentHashMap<>();

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

    /** What is known of a group; the cursor was read first, so that it is never newer. */
    public RuleGroupState load(GroupCursor cursor) {
        return memory(cursor).state();
    }

    /** As long as the cursor is the one that this replica left, nobody else has written about the group. */
    private GroupMemory memory(GroupCursor cursor) {
        GroupMemory known = memories.get(cursor.group());
        if (known != null && known.cursor().equals(cursor)) {
            return known;
        }
        AlertInstances.InstancesRead stored = instances.readGroup(cursor.group());
        EvaluationChunk evaluations = history.open(cursor.group());
        GroupMemory read = new GroupMemory(
                cursor,
                RuleGroupState.of(stored.newest(), rules.findByGroup(cursor.group(), evaluations)),
                rules.findRemoved(cursor.group()),
                evaluations,
                stored.readings());
        memories.put(cursor.group(), read);
        return read;
    }

    /** Where this replica has left a group; another one may have moved it since. */
    Optional<GroupCursor> remembered(GroupKey group) {
        return Optional.ofNullable(memories.get(group)).map(GroupMemory::cursor);
    }

    /** Forgets what is remembered of groups that this replica does not evaluate any more. */
    public void forget(Predicate<GroupKey> groups) {
        memories.keySet().removeIf(groups);
    }

    /** Writes slots that follow each other, all of them or nothing, and moves the group on. */
    boolean write(RuleGroup group, GroupCursor cursor, RuleGroupState before, List<SlotOutcome> outcomes) {
        GroupMemory memory = memory(cursor);
        SlotOutcome last = outcomes.get(outcomes.size() - 1);
        SlotRecords.InstanceChanges changes = SlotRecords.instances(memory, before, last);
        EvaluationHistory.Evaluations evaluations = history.append(
                memory.evaluations(),
                outcomes.stream().map(SlotRecords::evaluations).toList());
        boolean isWritten = fenced(
                cursor,
                outcomes,
                () -> cursors.advance(cursor, last.slot(), evaluations.open(), memory.changed(changes.readings())),
                () -> {
                    history.save(cursor.group(), evaluations.closed());
                    writeAll(memory, changes, outcomes);
                    rules.markRemoved(memory.newlyRemoved(last), last.slot());
                    writeCaughtUp(group, outcomes);
                });
        if (isWritten) {
            memories.put(cursor.group(), memory.after(last, evaluations.open(), changes.readings()));
        } else {
            memories.remove(cursor.group());
        }
        return isWritten;
    }

    /** Writes what some rules of the slot that the group is at say after all. */
    boolean amend(GroupCursor cursor, RuleGroupState before, SlotOutcome outcome) {
        return aside(cursor, before, outcome, List.of(SlotRecords.evaluations(outcome)));
    }

    /** Writes what has fired between the slot that the group is at and the next one. */
    boolean fireEarly(GroupCursor cursor, RuleGroupState before, SlotOutcome outcome) {
        return aside(cursor, before, outcome, List.of());
    }

    /**
     * Records how the rules are without moving the group on, so that the slot can still be caught up. That it was tried is in
     * the rows of the rules: the cursor does not get to it.
     */
    boolean writeHealth(GroupCursor cursor, RuleGroupState before, SlotOutcome outcome) {
        GroupMemory memory = taken(cursor);
        boolean isRepetition = before.rules().values().stream()
                .anyMatch(rule -> rule.newest().slot().equals(outcome.slot()));
        EvaluationHistory.Evaluations evaluations = history.append(
                memory.evaluations(), isRepetition ? List.of() : List.of(SlotRecords.evaluations(outcome)));
        return fenced(cursor, List.of(outcome), () -> cursors.amend(cursor, evaluations.open(), null), () -> {
            history.save(cursor.group(), evaluations.closed());
            rules.save(outcome.records());
        });
    }

    /** Writes about a group and leaves it where it is. */
    private boolean aside(
            GroupCursor cursor,
            RuleGroupState before,
            SlotOutcome outcome,
            List<Map<RuleKey, EvaluationRecord>> slots) {
        GroupMemory memory = taken(cursor);
        SlotRecords.InstanceChanges changes = SlotRecords.instances(memory, before, outcome);
        EvaluationHistory.Evaluations evaluations = history.append(memory.evaluations(), slots);
        return fenced(
                cursor,
                List.of(outcome),
                () -> cursors.amend(cursor, evaluations.open(), memory.changed(changes.readings())),
                () -> {
                    history.save(cursor.group(), evaluations.closed());
                    writeAll(memory, changes, List.of(outcome));
                });
    }

    /** Writes the ends of a group that no longer exists, and forgets it. */
    boolean end(GroupCursor cursor, RuleGroupState before, SlotOutcome ends) {
        GroupMemory memory = taken(cursor);
        SlotRecords.InstanceChanges changes = SlotRecords.instances(memory, before, ends);
        return fenced(cursor, List.of(ends), () -> cursors.remove(cursor), () -> {
            history.save(cursor.group(), List.of(memory.evaluations()));
            writeAll(memory, changes, List.of(ends));
            rules.markRemoved(memory.newlyRemoved(ends), ends.slot());
        });
    }

    /** For a write that is rare: the group is read again afterwards. */
    private GroupMemory taken(GroupCursor cursor) {
        GroupMemory memory = memory(cursor);
        memories.remove(cursor.group());
        return memory;
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
                        SlotRecords.name(transition.from()),
                        SlotRecords.name(transition.to()),
                        transition.at(),
                        outcome.isLate(),
                        transition.instance().rule(),
                        transition.labels()));
    }

    private void writeAll(GroupMemory memory, SlotRecords.InstanceChanges changes, List<SlotOutcome> outcomes) {
        SlotOutcome last = outcomes.get(outcomes.size() - 1);
        instances.save(changes.saved(), last.slot());
        instances.delete(changes.deleted());
        outcomes.forEach(outcome -> events.append(outcome.events()));
        rules.save(memory.changed(last.records()));
        history.appendTransitions(SlotRecords.transitions(outcomes));
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
}
