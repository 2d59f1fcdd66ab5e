package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.delivery.store.RateLanes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often contact points may be posted to, and what their services answer about that. Blocks. */
final class SendingLanes {

    /** What is further away may be a pause that is long, or from before the clock was set back; the database knows. */
    private static final Duration TRUSTED = Duration.ofSeconds(10);

    private final RateLanes lanes;
    private final Clock clock;
    /** By lane, until when nobody gets a place, whatever other replicas do. */
    private final Map<String, Instant> fullUntil = new ConcurrentHashMap<>();

    SendingLanes(RateLanes lanes, Clock clock) {
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * How many requests there may be a place for, as far as this process knows; asks no database, so that a contact point
     * that has to wait costs nothing.
     */
    int room(Notifier notifier, ContactPoint contactPoint) {
        if (notifier.rateLimit().isUnlimited()) {
            return Integer.MAX_VALUE;
        }
        Instant now = clock.instant();
        Instant next = fullUntil.getOrDefault(notifier.lane(contactPoint), now);
        boolean isFull = now.isBefore(next) && next.isBefore(now.plus(TRUSTED));
        return isFull ? 0 : notifier.rateLimit().burst();
    }

    /** Takes the place of one request; false: there is none now. */
    boolean tryAcquire(Notifier notifier, ContactPoint contactPoint) {
        if (notifier.rateLimit().isUnlimited()) {
            return true;
        }
        String lane = notifier.lane(contactPoint);
        RateLanes.LaneTurn turn = lanes.tryAcquire(lane, notifier.rateLimit(), clock.instant());
        fullUntil.put(lane, turn.nextAt());
        return turn.isGiven();
    }

    /** Retry-After is for everything that goes to the endpoint, not only for the refused message. */
    void heed(DeliveryOutcome outcome, Notifier notifier, ContactPoint contactPoint) {
        Duration pause = pauseOf(outcome);
        if (!pause.isZero() && !notifier.rateLimit().isUnlimited()) {
            lanes.pause(notifier.lane(contactPoint), clock.instant(), pause);
        }
    }

    private static Duration pauseOf(DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.Delivered delivered) {
            return delivered.pause();
        }
        if (outcome instanceof DeliveryOutcome.Retryable retryable
                && retryable.reason() == FailureReason.RATE_LIMITED
                && retryable.retryAfter() != null) {
            return retryable.retryAfter();
        }
        return Duration.ZERO;
    }
}
