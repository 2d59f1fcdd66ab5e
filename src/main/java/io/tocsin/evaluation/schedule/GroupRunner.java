package io.tocsin.evaluation.schedule;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.alert.store.MissedSlots;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.evaluation.slot.EvaluationMetrics;
import io.tocsin.evaluation.slot.GroupEvaluator;
import io.tocsin.evaluation.slot.SlotPlan;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings one group up to date: decides which slots are due and evaluates them. The next time comes from the slots, never
 * from the end of a run.
 */
@Component
public class GroupRunner {

    private static final Logger log = LoggerFactory.getLogger(GroupRunner.class);

    /** Repetitions within a slot begin with this pause, and each pause is as long as the slot is old. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);

    /** How soon a data source that does not answer at all is asked again, at the latest. */
    private static final Duration WAITING_PAUSE = Duration.ofSeconds(15);

    /** With less time left in a slot nobody is asked again. */
    private static final Duration SHORTEST_TIME_LEFT = Duration.ofSeconds(1);

    /** All groups share one clock, so one of them speaks for all. */
    private static final Duration CLOCK_WARNING_PAUSE = Duration.ofMinutes(1);

    /** Hears of each slot that this replica has evaluated when it was due. Must not throw. */
    @FunctionalInterface
    public interface SlotListener {
        void evaluated(RuleGroup group, Instant slot);
    }

    private final RuleGroups groups;
    private final GroupCursors cursors;
    private final GroupEvaluator evaluator;
    private final MissedSlots missedSlots;
    private final EvaluationMetrics metrics;
    private final EvaluationProperties properties;
    private final SlotListener listener;
    private final Clock clock;
    /** Of groups that are looked at between their slots. */
    private final Map<GroupKey, ReentrantLock> locks = new ConcurrentHashMap<>();

    private volatile Instant clockWarnedAt = Instant.EPOCH;

    public GroupRunner(
            RuleGroups groups,
            GroupCursors cursors,
            GroupEvaluator evaluator,
            MissedSlots missedSlots,
            EvaluationMetrics metrics,
            EvaluationProperties properties,
            SlotListener listener,
            Clock clock) {
        this.groups = groups;
        this.cursors = cursors;
        this.evaluator = evaluator;
        this.missedSlots = missedSlots;
        this.metrics = metrics;
        this.properties = properties;
        this.listener = listener;
        this.clock = clock;
    }

    Optional<RuleGroup> find(String groupKey) {
        return groups.find(groupKey);
    }

    /**
     * Looks between two slots for what lines that have just arrived make fire.
     *
     * @return false when the group is busy, or a slot of it is due: then it is to be tried again
     */
    public boolean runEarly(RuleGroup group) {
        ReentrantLock lock = locks.computeIfAbsent(group.key(), key -> new ReentrantLock());
        if (!lock.tryLock()) {
            metrics.early("postponed");
            return false;
        }
        try {
            // No finer than what the database keeps: an alert is known by the time at which it fired.
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            GroupCursor cursor = cursors.find(group.key()).orElse(null);
            if (cursor == null || now.isBefore(cursor.slot()) || !now.isBefore(group.slotAfter(cursor.slot()))) {
                metrics.early("postponed");
                return false;
            }
            return evaluator.fireEarly(group, cursor, now);
        } finally {
            lock.unlock();
        }
    }

    /** Evaluates what is due and returns when the next slot is. */
    public Instant run(RuleGroup group) {
        if (!group.looksEarly()) {
            return runDue(group);
        }
        // A look between slots would fence the slot, which would have to be caught up.
        ReentrantLock lock = locks.computeIfAbsent(group.key(), key -> new ReentrantLock());
        lock.lock();
        try {
            return runDue(group);
        } finally {
            lock.unlock();
        }
    }

    private Instant runDue(RuleGroup group) {
        Instant now = clock.instant();
        Instant current = group.slotAtOrBefore(now);
        Optional<GroupCursor> expected = evaluator.expectedCursor(group, current);
        if (expected.isPresent()) {
            GroupEvaluator.GroupResult result = evaluate(group, expected.get(), current, List.of(), now);
            if (result != GroupEvaluator.GroupResult.FENCED) {
                return next(group, current, result);
            }
        }
        GroupCursor cursor = cursors.start(group.key(), evaluator.slotBeforeFirst(group, now));
        SlotPlan plan = SlotPlan.of(group, cursor.slot(), now, properties.catchUpMaxAge());
        if (plan.current() == null) {
            if (cursor.slot().isAfter(group.slotAfter(now))) {
                warnOfClock(group, cursor, now);
            }
            return askAgain(group, cursor, now);
        }
        GroupEvaluator.GroupResult result = evaluate(group, cursor, plan.current(), plan.missed(), now);
        if (plan.skipped() > 0) {
            recordSkipped(group, cursor, plan.skipped());
        }
        return next(group, plan.current(), result);
    }

    private GroupEvaluator.GroupResult evaluate(
            RuleGroup group, GroupCursor cursor, Instant slot, List<Instant> missed, Instant now) {
        metrics.started(Duration.between(slot, now));
        GroupEvaluator.GroupResult result = evaluator.evaluate(group, cursor, slot, missed);
        metrics.finished(Duration.between(now, clock.instant()));
        if (result == GroupEvaluator.GroupResult.DONE || result == GroupEvaluator.GroupResult.INCOMPLETE) {
            listener.evaluated(group, slot);
        }
        return result;
    }

    private Instant next(RuleGroup group, Instant slot, GroupEvaluator.GroupResult result) {
        Instant next = group.slotAfter(slot);
        return switch (result) {
            case WAITING -> earlier(next, againAt(slot, WAITING_PAUSE));
            case INCOMPLETE -> earlier(next, againAt(slot, group.interval()));
            case DONE, FENCED -> next;
        };
    }

    /** As soon as the group has gone past them, even if it waits for its data source again; not while it has not moved. */
    private void recordSkipped(RuleGroup group, GroupCursor before, long count) {
        boolean isPast = cursors.find(group.key())
                .filter(cursor -> cursor.slot().isAfter(before.slot()))
                .isPresent();
        if (isPast) {
            Instant first = group.slotAfter(before.slot());
            Instant last = first.plus(group.interval().multipliedBy(count - 1));
            log.warn("slots were too old to be caught up group={} skipped={}", group.key(), count);
            missedSlots.skipped(new MissedSlots.Slots(group.key(), first, last, count));
            metrics.skipped(count);
        }
    }

    /** A rule that had no answer while others of its group had one is asked again while its slot lasts. */
    private Instant askAgain(RuleGroup group, GroupCursor cursor, Instant now) {
        Instant next = group.slotAfter(now);
        Duration timeLeft = Duration.between(now, next);
        boolean isPresent = cursor.slot().plus(group.interval()).equals(next);
        if (!isPresent || timeLeft.compareTo(SHORTEST_TIME_LEFT) < 0) {
            return next;
        }
        GroupEvaluator.GroupResult result = evaluator.askAgain(group, cursor, timeLeft);
        return result == GroupEvaluator.GroupResult.INCOMPLETE
                ? earlier(next, againAt(cursor.slot(), group.interval()))
                : next;
    }

    /** The pauses double, because each is as long as the slot is old by then. */
    private Instant againAt(Instant slot, Duration longest) {
        Instant now = clock.instant();
        Duration age = Duration.between(slot, now);
        Duration pause = age.compareTo(longest) > 0 ? longest : age;
        return now.plus(pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** Without this a clock that was wrong for a moment would silence all rules, and nobody would know why. */
    private void warnOfClock(RuleGroup group, GroupCursor cursor, Instant now) {
        Instant last = clockWarnedAt;
        if (Duration.between(last, now).abs().compareTo(CLOCK_WARNING_PAUSE) >= 0) {
            clockWarnedAt = now;
            log.error(
                    "the clock was ahead, or is behind: slots up to {} are evaluated already, and none before it is"
                            + " evaluated again; check the clocks of all replicas group={} now={}",
                    cursor.slot(),
                    group.key(),
                    now);
        }
    }

    /** Ends the instances of a group that is in no rule file any more; false: it may still be in one. */
    public boolean end(String groupKey) {
        Optional<GroupCursor> found = cursors.findByText(groupKey);
        if (found.isEmpty()) {
            return true;
        }
        GroupCursor cursor = found.get();
        if (groups.isUnknown(cursor.group())) {
            return false;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        boolean isEnded = evaluator.end(cursor, now.isBefore(cursor.slot()) ? cursor.slot() : now);
        log.info("rule group was removed group={} ended={}", groupKey, isEnded);
        return true;
    }
}
