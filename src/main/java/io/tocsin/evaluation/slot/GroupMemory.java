package io.tocsin.evaluation.slot;

import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.store.EvaluationChunk;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.InstanceReadings;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.rule.RuleKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the database holds of a group, as long as its cursor is this one.
 *
 * @param removed rules that the database knows as removed
 * @param evaluations the newest ones, beside the cursor
 * @param readings of the instances, beside the cursor
 */
record GroupMemory(
        GroupCursor cursor,
        RuleGroupState state,
        Set<RuleKey> removed,
        EvaluationChunk evaluations,
        InstanceReadings readings) {

    GroupMemory {
        removed = Set.copyOf(removed);
    }

    /** The same after slots were written, of which this is the last. */
    GroupMemory after(SlotOutcome last, EvaluationChunk newest, InstanceReadings newestReadings) {
        Set<RuleKey> gone = new HashSet<>(removed);
        gone.addAll(last.removedRules());
        gone.removeAll(last.rules().keySet());
        return new GroupMemory(
                new GroupCursor(cursor.group(), last.slot(), cursor.version() + 1),
                last.after(),
                gone,
                newest,
                newestReadings);
    }

    /** Rules that are gone since the last slot. */
    Set<RuleKey> newlyRemoved(SlotOutcome last) {
        Set<RuleKey> gone = new HashSet<>(last.removedRules());
        gone.removeAll(removed);
        return gone;
    }

    /** Those of which the database holds something else. When they were evaluated is said by the cursor. */
    List<RuleRecord> changed(Collection<RuleRecord> records) {
        return records.stream().filter(record -> !isStored(record)).toList();
    }

    /** Null when the database holds the same. */
    @Nullable
    InstanceReadings changed(InstanceReadings newest) {
        return newest == readings ? null : newest;
    }

    private boolean isStored(RuleRecord now) {
        RuleRecord stored = state.rules().get(now.key());
        return stored != null
                && !removed.contains(now.key())
                && !stored.newest().slot().isAfter(cursor.slot())
                && stored.newest().health() == now.newest().health()
                && stored.newest().errorReason().equals(now.newest().errorReason())
                && stored.newest().error().equals(now.newest().error())
                && stored.reference().equals(now.reference())
                && stored.knownSeries().equals(now.knownSeries())
                && Objects.equals(stored.knownPeriod(), now.knownPeriod());
    }
}
