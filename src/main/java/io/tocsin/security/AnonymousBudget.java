package io.tocsin.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How many rows strangers can make in the audit log: some in a minute, whoever they are. The rest is counted and told with the
 * next one that is stored. Safe for use by many threads.
 */
final class AnonymousBudget {

    private static final int ROWS = 60;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant begin = Instant.EPOCH;
    private int used;
    private long leftOut;

    AnonymousBudget(Clock clock) {
        this.clock = clock;
    }

    /** How many were left out before this one; empty: this one is to be left out, too. */
    synchronized OptionalLong take() {
        Instant now = clock.instant();
        if (now.isBefore(begin) || !now.isBefore(begin.plus(PERIOD))) {
            begin = now;
            used = 0;
        }
        if (used >= ROWS) {
            leftOut++;
            return OptionalLong.empty();
        }
        used++;
        long before = leftOut;
        leftOut = 0;
        return OptionalLong.of(before);
    }
}
