package io.tocsin.dispatch;

import io.tocsin.database.DatabaseFailures;
import io.tocsin.dispatch.MessageComposer.ListedAlert;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.evidence.Evidence;
import io.tocsin.notification.NotificationReason;
import io.tocsin.task.Setbacks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks due groups what they have to say. Log lines are fetched between two short transactions: the first claims the
 * group, so that no other process asks too; the second decides again under a lock, and only while the claim holds.
 */
@Component
class GroupFlusher {

    private static final Logger log = LoggerFactory.getLogger(GroupFlusher.class);

    private final String owner = UUID.randomUUID().toString();
    private final NotificationGroups groups;
    private final FlushPlanner planner;
    private final EvidenceRound evidence;
    private final GroupFlush flush;
    private final TransactionTemplate transactions;
    private final Setbacks setbacks = new Setbacks("group", log);
    private volatile boolean wasDatabaseAway;

    GroupFlusher(
            NotificationGroups groups,
            FlushPlanner planner,
            EvidenceRound evidence,
            GroupFlush flush,
            TransactionTemplate transactions) {
        this.groups = groups;
        this.planner = planner;
        this.evidence = evidence;
        this.flush = flush;
        this.transactions = transactions;
    }

    /** Flushes the groups that are due longest. Returns how many it worked on. */
    int flush(Instant at) {
        List<NotificationGroup> claimed = claim(at);
        List<ListedAlert> wanted = new ArrayList<>();
        Mutes.View mutes = planner.mutes(at);
        for (NotificationGroup group : claimed) {
            wanted.addAll(preview(group, mutes, at));
        }
        Map<String, Evidence> lines = fetch(wanted, at);
        for (NotificationGroup group : claimed) {
            flushOne(group, lines, at);
        }
        return claimed.size();
    }

    /**
     * What was claimed when the database went away is claimed by nobody else until the claim runs out; so it is given back
     * first. A group that fails for another reason keeps its claim, as a pause before it is tried again.
     */
    private List<NotificationGroup> claim(Instant at) {
        if (wasDatabaseAway) {
            planner.releaseClaims(owner);
        }
        wasDatabaseAway = true;
        List<NotificationGroup> claimed = planner.claim(owner, at);
        wasDatabaseAway = false;
        return claimed;
    }

    /** A message without its lines is better than none. */
    private Map<String, Evidence> fetch(List<ListedAlert> wanted, Instant at) {
        try {
            return evidence.fetch(wanted, at);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            log.warn("Log lines could not be fetched.", e);
            return Map.of();
        }
    }

    /** The groups that cannot be told, each tried again when its claim runs out. */
    List<Setbacks.Setback> setbacks() {
        return setbacks.current();
    }

    private List<ListedAlert> preview(NotificationGroup group, Mutes.View mutes, Instant at) {
        try {
            Optional<FlushPlan> plan = planner.preview(group, mutes, at);
            Optional<NotificationReason> reason = plan.flatMap(FlushPlan::reason);
            if (plan.isEmpty() || reason.isEmpty()) {
                return List.of();
            }
            boolean isRepeat = reason.get() == NotificationReason.REPEAT_INTERVAL;
            return evidence.choose(planner.list(plan.get()), isRepeat);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // The flush itself tries again and reports; here only the log lines are at stake.
            log.debug("Log lines for a group could not be planned. group={}", group.id(), e);
            return List.of();
        }
    }

    private void flushOne(NotificationGroup group, Map<String, Evidence> lines, Instant at) {
        try {
            transactions.executeWithoutResult(status ->
                    groups.lockClaimed(group.id(), owner).ifPresent(locked -> flushLocked(locked, lines, at)));
            setbacks.succeeded(group.id());
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // Its claim keeps it from being tried again at once.
            if (DatabaseFailures.isPassing(e)) {
                wasDatabaseAway = true;
                log.warn(
                        "A group could not be flushed; it is tried again. group={} cause={}", group.id(), e.toString());
            } else {
                setbacks.failed(group.id(), e, at);
            }
        }
    }

    private void flushLocked(NotificationGroup group, Map<String, Evidence> lines, Instant at) {
        Mutes.View mutes = planner.mutes(at);
        Optional<Instant> heldUntil = planner.heldUntil(group, mutes, at);
        if (heldUntil.isPresent()) {
            flush.hold(group, heldUntil.get());
            return;
        }
        FlushPlan plan = planner.plan(group, mutes, at);
        Optional<NotificationReason> reason = plan.reason();
        if (reason.isEmpty()) {
            flush.stayQuiet(plan, planner.composeEdit(plan));
            return;
        }
        List<StoredMember> told = plan.told();
        long id = flush.tell(plan, planner.compose(plan, reason.get(), told, lines));
        log.info(
                "Notification decided. notification={} group={} receiver={} reason={} alerts={}",
                id,
                group.id(),
                group.key().receiver(),
                reason.get(),
                told.size());
    }
}
