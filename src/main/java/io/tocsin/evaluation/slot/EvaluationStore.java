package io.tocsin.evaluation.slot;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.alert.store.MissedSlots;
import io.tocsin.alert.store.RuleRecord;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.evaluation.state.RuleEvaluation;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.evaluation.state.TransitionEvents;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a group's state and writes what its slots did to it: instances, events, health and history in one transaction,
 * and only if nobody else has written since the state was read.
 */
@Component
public class EvaluationStore {

    private final TransactionTemplate transactions;
    private final GroupCursors cursors;
    private final AlertInstances instances;
    private final AlertEventLog events;
    private final RuleRecords rules;
    private final OutcomeHistory history;
    private final MissedSlots missed;

    public EvaluationStore(
            TransactionTemplate transactions,
            GroupCursors cursors,
            AlertInstances instances,
            AlertEventLog events,
            RuleRecords rules,
            OutcomeHistory history,
            MissedSlots missed) {
        this.transactions = transactions;
        this.cursors = cursors;
        this.instances = instances;
        this.events = events;
        this.rules = rules;
        this.history = history;
        this.missed = missed;
    }

    GroupState load(GroupCursor cursor) {
        return new GroupState(cursor, instances.findByGroup(cursor.group()), rules.findByGroup(cursor.group()));
    }

    /** Writes all slots of the progress, or nothing; false: somebody else was there first. */
    boolean write(GroupProgress progress) {
        List<SlotOutcome> outcomes = progress.outcomes();
        Instant last = outcomes.get(outcomes.size() - 1).slot();
        return isDone(transactions.execute(status -> {
            if (!cursors.advance(progress.before().cursor(), last)) {
                return false;
            }
            writeInstances(outcomes.stream().flatMap(SlotOutcome::transitions).toList());
            for (SlotOutcome outcome : outcomes) {
                events.append(events(outcome, progress));
            }
            rules.save(records(progress));
            rules.markRemoved(removedRules(progress), last);
            history.append(progress);
            caughtUp(progress).ifPresent(slots -> missed.caughtUp(slots, askedRules(progress)));
            return true;
        }));
    }

    private static Optional<MissedSlots.Slots> caughtUp(GroupProgress progress) {
        List<Instant> late = progress.outcomes().stream()
                .filter(SlotOutcome::isLate)
                .map(SlotOutcome::slot)
                .toList();
        return late.isEmpty()
                ? Optional.empty()
                : Optional.of(new MissedSlots.Slots(
                        progress.group().key(), late.get(0), late.get(late.size() - 1), late.size()));
    }

    private static int askedRules(GroupProgress progress) {
        return (int)
                progress.group().rules().stream().filter(rule -> !rule.paused()).count();
    }

    /** Writes what some rules of the slot that the group is at say after all; false: somebody else was there first. */
    boolean amend(GroupProgress progress) {
        return isDone(transactions.execute(status -> {
            if (!cursors.amend(progress.before().cursor())) {
                return false;
            }
            SlotOutcome outcome = progress.newest();
            writeInstances(outcome.transitions().toList());
            events.append(events(outcome, progress));
            rules.save(records(progress));
            history.append(progress);
            return true;
        }));
    }

    /** Records how the rules are without moving the group on, so that the slot can still be caught up. */
    boolean writeHealth(GroupProgress progress) {
        return isDone(transactions.execute(status -> {
            if (!cursors.confirm(progress.before().cursor())) {
                return false;
            }
            rules.save(records(progress));
            if (!progress.isRepetition()) {
                history.appendEvaluations(progress);
            }
            return true;
        }));
    }

    /** Ends all instances of a group that no longer exists, and forgets it; false: somebody else was there first. */
    boolean end(GroupState state, Instant at) {
        GroupKey group = state.cursor().group();
        List<StateTransition> ends = RuleEvaluation.end(state.instances(), ResolveReason.RULE_REMOVED, at);
        return isDone(transactions.execute(status -> {
            if (!cursors.remove(state.cursor())) {
                return false;
            }
            writeInstances(ends);
            ends.stream()
                    .collect(Collectors.groupingBy(
                            transition -> transition.instance().rule()))
                    .forEach((rule, transitions) -> {
                        events.append(TransitionEvents.of(transitions, state.reference(rule), false));
                        history.appendTransitions(rule, transitions, false);
                    });
            rules.markRemoved(rules.findByGroup(group).keySet(), at);
            return true;
        }));
    }

    private static boolean isDone(@Nullable Boolean result) {
        return Boolean.TRUE.equals(result);
    }

    /** Only the last state of each instance is written, however many slots it went through. */
    private void writeInstances(List<StateTransition> transitions) {
        Map<String, StateTransition> last = new LinkedHashMap<>();
        transitions.forEach(transition -> last.put(
                transition.instance().rule() + " " + transition.labels().fingerprint(), transition));
        List<AlertInstance> saved = new ArrayList<>();
        List<AlertInstance> deleted = new ArrayList<>();
        for (StateTransition transition : last.values()) {
            AlertInstance after = transition.after();
            if (after != null) {
                saved.add(after);
            } else if (transition.before() != null) {
                deleted.add(transition.before());
            }
        }
        instances.save(saved);
        instances.delete(deleted);
    }

    public static List<AlertEvent> events(SlotOutcome outcome, GroupProgress progress) {
        List<AlertEvent> all = new ArrayList<>();
        outcome.removed()
                .forEach((rule, ends) ->
                        all.addAll(TransitionEvents.of(ends, progress.reference(rule), outcome.isLate())));
        outcome.rules()
                .forEach((rule, evaluated) -> all.addAll(TransitionEvents.of(
                        evaluated.outcome().transitions(), progress.reference(rule), outcome.isLate())));
        return all;
    }

    static List<RuleRecord> records(GroupProgress progress) {
        List<SlotOutcome> outcomes = progress.outcomes();
        SlotOutcome newest = outcomes.get(outcomes.size() - 1);
        List<RuleRecord> records = new ArrayList<>();
        for (AlertRule rule : progress.group().rules()) {
            SlotOutcome.Evaluated evaluated = newest.rules().get(rule.key());
            if (evaluated != null) {
                records.add(new RuleRecord(
                        progress.reference(rule.key()),
                        evaluated.outcome().health(),
                        evaluated.outcome().errorReason(),
                        evaluated.outcome().error(),
                        newest.slot(),
                        evaluated.duration(),
                        evaluated.outcome().series(),
                        progress.memories().seen(rule.key()),
                        progress.memories().period(rule)));
            }
        }
        return records;
    }

    private static List<RuleKey> removedRules(GroupProgress progress) {
        return progress.before().rules().keySet().stream()
                .filter(rule -> progress.group().rules().stream()
                        .noneMatch(present -> present.key().equals(rule)))
                .toList();
    }
}
