package io.tocsin.alert.store;

import java.time.Instant;

/**
 * A time in which no replica worked, or which the clock left out.
 *
 * @param from the last sign of work before it; for a clock that was set back: the time it was set to
 * @param until the first sign of work after it; for a clock that was set back: the time it had had
 * @param rules how many rules were caught up
 * @param caughtUp how many slots of groups were evaluated late
 * @param skipped how many slots of groups were too old to be caught up, or could not be asked any more
 */
public record ServiceGap(
        long id, Instant from, Instant until, GapCause cause, int rules, long caughtUp, long skipped, boolean isTold) {

    /** Why nothing was done. */
    public enum GapCause {
        /** No process ran. */
        STOPPED,
        /** The process ran, but was not let do anything. */
        SUSPENDED,
        /** The clock was set forward, or the machine slept. */
        CLOCK_FORWARD,
        /** The clock was set back. */
        CLOCK_BACK,
        /** The database could not be reached. */
        DATABASE
    }
}
