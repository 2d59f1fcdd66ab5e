package io.tocsin.evaluation.schedule;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.rule.RuleGroup;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the scheduler's instances equal to the rule groups: adds new ones, and has removed ones ended. Only the replica with
 * the newest rules does; each says what it has with every beat.
 */
final class GroupScheduling {

    private static final Logger log = LoggerFactory.getLogger(GroupScheduling.class);

    private final SchedulerClient scheduler;
    private final RuleGroups groups;
    private final GroupCursors cursors;
    private final NewestRulesElection election;
    private final Clock clock;
    private volatile boolean isDue = true;

    GroupScheduling(
            SchedulerClient scheduler,
            RuleGroups groups,
            GroupCursors cursors,
            NewestRulesElection election,
            Clock clock) {
        this.scheduler = scheduler;
        this.groups = groups;
        this.cursors = cursors;
        this.election = election;
        this.clock = clock;
    }

    /** The groups have changed; the next beat takes them over. */
    void groupsChanged() {
        isDue = true;
    }

    /** Takes part in the election, and takes over what has changed. What was due stays so when it fails. */
    void beat() {
        if (election.beat()) {
            isDue = true;
        }
        if (isDue && election.isNewest()) {
            isDue = false;
            try {
                synchronize();
            } catch (RuntimeException | Error e) {
                isDue = true;
                throw e;
            }
        }
    }

    /** Blocks for a few statements per changed group. Safe at any time, on any replica. */
    private void synchronize() {
        Instant now = clock.instant();
        long added =
                groups.current().stream().filter(group -> schedule(group, now)).count();
        if (added > 0) {
            log.info("rule groups are scheduled groups={}", added);
        }
        Set<String> present =
                groups.current().stream().map(group -> group.key().toString()).collect(Collectors.toSet());
        for (GroupCursor cursor : cursors.findAll()) {
            String key = cursor.group().toString();
            if (!present.contains(key) && !groups.isUnknown(cursor.group())) {
                runAt(key, now);
            }
        }
    }

    /**
     * A new group runs at once, for the slot that has just been; a shorter interval takes effect at once.
     *
     * @return whether it is new
     */
    private boolean schedule(RuleGroup group, Instant now) {
        String key = group.key().toString();
        TaskInstance<Void> instance = new TaskInstance<>(EvaluateGroupTask.NAME, key);
        if (scheduler.scheduleIfNotExists(instance, now)) {
            log.debug("rule group is scheduled group={} interval={}", key, group.interval());
            return true;
        }
        boolean isLaterThanItsSlot = scheduler
                .getScheduledExecution(TaskInstanceId.of(EvaluateGroupTask.NAME, key))
                .filter(execution -> !execution.isPicked())
                .filter(execution -> execution.getExecutionTime().isAfter(group.slotAfter(now)))
                .isPresent();
        if (isLaterThanItsSlot) {
            runAt(key, group.slotAfter(now));
        }
        return false;
    }

    private void runAt(String key, Instant at) {
        try {
            if (!scheduler.scheduleIfNotExists(new TaskInstance<>(EvaluateGroupTask.NAME, key), at)) {
                scheduler.reschedule(TaskInstanceId.of(EvaluateGroupTask.NAME, key), at);
            }
        } catch (TaskInstanceCurrentlyExecutingException e) {
            log.debug("group is being evaluated now, and will notice by itself group={}", key);
        } catch (TaskInstanceException e) {
            log.warn("group could not be rescheduled; its next slot will notice group={}", key, e);
        }
    }
}
