package io.tocsin.external;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For how long senders could have been heard without a gap. It begins with the process, and anew after a time in which
 * nobody looked: the process was suspended, the database was away, the clock was set.
 */
final class Hearing {

    private static final Duration LONGEST_GAP = Duration.ofMinutes(1);

    private @Nullable Instant since;
    private @Nullable Instant last;

    /** Until this look, which has gone well so far. */
    synchronized Duration lasted(Instant at) {
        Instant before = last;
        if (since == null || before == null || at.isBefore(before) || at.isAfter(before.plus(LONGEST_GAP))) {
            since = at;
            last = at;
        }
        return Duration.between(since, at);
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
