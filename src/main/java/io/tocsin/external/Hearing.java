package io.tocsin.external;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when senders could be heard without a gap. It begins with the process, and anew after a time in which nobody looked:
 * the process was suspended, the database was away, the clock was set.
 */
final class Hearing {

    private static final Duration LONGEST_GAP = Duration.ofMinutes(1);

    private Instant since;
    private Instant last;

    Hearing(Instant start) {
        since = start;
        last = start;
    }

    /** Until this look, which has gone well so far. */
    synchronized Instant since(Instant at) {
        if (at.isBefore(last) || at.isAfter(last.plus(LONGEST_GAP))) {
            since = at;
            last = at;
        }
        return since;
    }

    /** The look has succeeded. */
    synchronized void goesOn(Instant at) {
        last = at;
    }

    /** A sender spoke and could not be heard: whoever was silent until now may have spoken, too. */
    synchronized void interrupt(Instant at) {
        since = at;
    }
}
