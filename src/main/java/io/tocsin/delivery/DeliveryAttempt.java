package io.tocsin.delivery;

import io.tocsin.contactpoint.FailureReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of the history.
 *
 * @param outcome {@code delivered}, {@code retryable}, {@code ambiguous}, {@code content_rejected},
 *     {@code not_edited} or {@code dead_endpoint}
 * @param reason null when it was delivered
 * @param detail what the service answered; no secret is in it
 */
public record DeliveryAttempt(
        DeliveryId delivery,
        int number,
        Instant startedAt,
        Instant endedAt,
        String outcome,
        @Nullable FailureReason reason,
        String detail) {

    /** Null when it was delivered. */
    public @Nullable DeliveryFailure failure() {
        return reason == null ? null : new DeliveryFailure(reason, detail);
    }
}
