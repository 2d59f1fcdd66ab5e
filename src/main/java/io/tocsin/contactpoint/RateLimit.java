package io.tocsin.contactpoint;

import java.time.Duration;

/**
 * How fast a lane may send: one message per interval, and a few at once after a pause.
 *
 * @param interval zero: no limit
 * @param burst how many may follow each other at once, at least 1
 */
public record RateLimit(Duration interval, int burst) {

    public static final RateLimit NONE = new RateLimit(Duration.ZERO, 1);

    public RateLimit {
        if (interval.isNegative() || burst < 1) {
            throw new IllegalArgumentException("interval must not be negative, burst must be at least 1");
        }
    }

    public boolean isUnlimited() {
        return interval.isZero();
    }
}
