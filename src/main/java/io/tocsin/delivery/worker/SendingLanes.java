package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.delivery.store.RateLanes;
import java.time.Clock;
import java.time.Duration;

/** How often contact points may be posted to, and what their services answer about that. Blocks. */
final class SendingLanes {

    private final RateLanes lanes;
    private final Clock clock;

    SendingLanes(RateLanes lanes, Clock clock) {
        this.lanes = lanes;
        this.clock = clock;
    }

    /** Takes the place of one request; false: there is none now. */
    boolean tryAcquire(Notifier notifier, ContactPoint contactPoint) {
        return notifier.rateLimit().isUnlimited()
                || lanes.tryAcquire(notifier.lane(contactPoint), notifier.rateLimit(), clock.instant());
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
