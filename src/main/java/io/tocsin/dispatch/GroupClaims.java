package io.tocsin.dispatch;

import io.tocsin.database.DatabaseFailures;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.task.Setbacks;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives each due group to one process, and keeps a group with which something goes wrong from hurting the others. */
@Component
class GroupClaims {

    private static final Logger log = LoggerFactory.getLogger(GroupClaims.class);

    private final String owner = UUID.randomUUID().toString();
    private final NotificationGroups groups;
    private final DispatchSettings settings;
    private final TransactionTemplate transactions;
    private final Setbacks setbacks = new Setbacks("group", log);
    private volatile boolean wasDatabaseAway;

    GroupClaims(NotificationGroups groups, DispatchSettings settings, TransactionTemplate transactions) {
        this.groups = groups;
        this.settings = settings;
        this.transactions = transactions;
    }

    /**
     * Claims the groups that are due longest. What was claimed when the database went away is claimed by nobody else until
     * the claim runs out; so it is given back first. A group that fails for another reason keeps its claim, as a pause
     * before it is tried again.
     */
    List<NotificationGroup> take(Instant at) {
        Instant until = at.plus(settings.claimDuration());
        try {
            if (wasDatabaseAway) {
                wasDatabaseAway = false; // Before, so that what another thread notes meanwhile is not forgotten.
                groups.releaseClaims(owner);
            }
            if (!groups.isAnyDue(at)) {
                return List.of();
            }
            List<NotificationGroup> claimed =
                    transactions.execute(status -> groups.claimDue(owner, at, until, settings.groupsAtOnce()));
            return claimed == null ? List.of() : claimed;
        } catch (RuntimeException | Error e) {
            wasDatabaseAway = true;
            throw e;
        }
    }

    /** Works on a group in a transaction, if the claim still holds. Never throws what only this group suffers from. */
    void whileLocked(NotificationGroup group, Instant at, Consumer<NotificationGroup> work) {
        try {
            transactions.executeWithoutResult(
                    status -> groups.lockClaimed(group.id(), owner).ifPresent(work));
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

    /** The groups that cannot be told, each tried again when its claim runs out. */
    List<Setbacks.Setback> setbacks() {
        return setbacks.current();
    }
}
