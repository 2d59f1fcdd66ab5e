package io.tocsin.evaluation.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has the scheduler look for due groups when one becomes due, and not at its next regular look. Groups that become due
 * within a moment share a look. Whatever the clock does, there is the regular look. Safe for several threads.
 */
final class DueLooks {

    /** How long a group may wait for others; at most so often is it looked. */
    static final Duration MOMENT = Duration.ofMillis(100);

    private final Timer timer;
    private final Runnable look;
    private final Clock clock;
    /** The ends of the moments at which it will be looked, in moments since 1970. */
    private final Set<Long> planned = ConcurrentHashMap.newKeySet();

    /** Runs something once, later, on a thread that must not be blocked. */
    @FunctionalInterface
    interface Timer {
        void runAfter(Duration delay, Runnable work);
    }

    DueLooks(Timer timer, Runnable look, Clock clock) {
        this.timer = timer;
        this.look = look;
        this.clock = clock;
    }

    /** A group is due then. */
    void planAt(Instant due) {
        long moment = Math.floorDiv(due.toEpochMilli() - 1, MOMENT.toMillis()) + 1;
        if (planned.add(moment)) {
            Instant end = Instant.ofEpochMilli(moment * MOMENT.toMillis());
            Duration delay = Duration.between(clock.instant(), end);
            timer.runAfter(delay.isNegative() ? Duration.ZERO : delay, () -> {
                planned.remove(moment);
                lookIfDue(end);
            });
        }
    }

    /** The timer may be a little faster than the clock by which groups are due. */
    private void lookIfDue(Instant end) {
        if (clock.instant().isBefore(end)) {
            planAt(end);
        } else {
            look.run();
        }
    }
}
