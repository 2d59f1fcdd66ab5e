package io.tocsin.notification;

import java.time.Duration;

/**
 * When a notification group speaks.
 *
 * @param groupWait how long the first notification waits for more alerts; zero: not at all
 * @param groupInterval the least time between two notifications of a group that still fires; the end of the last alert
 *     does not wait for it
 * @param repeatInterval after which time an unchanged group that fires is told again
 */
public record GroupTimings(Duration groupWait, Duration groupInterval, Duration repeatInterval) {

    public static final GroupTimings DEFAULT =
            new GroupTimings(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(4));

    /** @throws IllegalArgumentException if group wait is negative or another duration is not positive */
    public GroupTimings {
        if (groupWait.isNegative()) {
            throw new IllegalArgumentException("group_wait must not be negative");
        }
        requirePositive("group_interval", groupInterval);
        requirePositive("repeat_interval", repeatInterval);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be greater than 0s");
        }
    }
}
