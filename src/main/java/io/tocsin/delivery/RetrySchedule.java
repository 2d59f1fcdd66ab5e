package io.tocsin.delivery;

import io.tocsin.contactpoint.DeliveryOutcome;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides what follows an attempt. Pure: equal arguments give equal steps.
 *
 * @param first the wait after the first failure; it doubles with each further one
 * @param longest the longest wait, unless the service asks for more
 * @param maxAge a delivery that is still not through after this time expires
 */
public record RetrySchedule(Duration first, Duration longest, Duration maxAge) {

    public static final RetrySchedule DEFAULT =
            new RetrySchedule(Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofHours(24));

    /** The service's wish is honoured up to here; a bad header must not stop a lane for days. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private static final int MAX_DOUBLINGS = 20;

    public RetrySchedule {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("the first wait must be positive and not above the longest");
        }
    }

    /**
     * What to do next.
     *
     * @param attempt the number of the attempt that had this outcome, 1-based
     * @param degraded whether it was sent as minimal text already
     * @param queuedAt when the delivery was decided
     * @param jitter from 0 (inclusive) to 1; spreads the waits by up to a fifth
     */
    public NextStep next(
            int attempt, DeliveryOutcome outcome, boolean degraded, Instant queuedAt, Instant at, double jitter) {
        if (outcome instanceof DeliveryOutcome.Delivered) {
            return new NextStep.End(DeliveryState.DELIVERED);
        }
        if (outcome instanceof DeliveryOutcome.ContentRejected) {
            return degraded ? new NextStep.End(DeliveryState.REJECTED) : new NextStep.Retry(at, true, false);
        }
        if (outcome instanceof DeliveryOutcome.NotEdited) {
            return new NextStep.End(DeliveryState.DROPPED);
        }
        if (outcome instanceof DeliveryOutcome.DeadEndpoint) {
            return new NextStep.Park();
        }
        Instant due = at.plus(wait(attempt, outcome, jitter));
        if (due.isAfter(queuedAt.plus(maxAge))) {
            return new NextStep.End(DeliveryState.EXPIRED);
        }
        return new NextStep.Retry(due, false, outcome instanceof DeliveryOutcome.Ambiguous);
    }

    private Duration wait(int attempt, DeliveryOutcome outcome, double jitter) {
        Duration backoff = first.multipliedBy(1L << Math.min(Math.max(attempt - 1, 0), MAX_DOUBLINGS));
        if (backoff.compareTo(longest) > 0) {
            backoff = longest;
        }
        backoff = backoff.plusMillis((long) (backoff.toMillis() * jitter / 5));
        if (outcome instanceof DeliveryOutcome.Retryable retryable && retryable.retryAfter() != null) {
            Duration wish =
                    retryable.retryAfter().compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : retryable.retryAfter();
            return wish.compareTo(first) > 0 ? wish : first;
        }
        return backoff;
    }
}
