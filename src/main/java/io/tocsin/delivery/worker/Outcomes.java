package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.delivery.DeliveryFailure;
import java.util.Optional;

/** Outcomes in the words of history and metrics. */
final class Outcomes {

    private Outcomes() {}

    static String word(DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.Delivered) {
            return "delivered";
        }
        if (outcome instanceof DeliveryOutcome.Retryable) {
            return "retryable";
        }
        if (outcome instanceof DeliveryOutcome.Ambiguous) {
            return "ambiguous";
        }
        if (outcome instanceof DeliveryOutcome.NotEdited) {
            return "not_edited";
        }
        return outcome instanceof DeliveryOutcome.ContentRejected ? "content_rejected" : "dead_endpoint";
    }

    /** Empty for a delivered message. */
    static Optional<DeliveryFailure> failure(DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.Retryable retryable) {
            return Optional.of(new DeliveryFailure(retryable.reason(), retryable.detail()));
        }
        if (outcome instanceof DeliveryOutcome.Ambiguous ambiguous) {
            return Optional.of(new DeliveryFailure(ambiguous.reason(), ambiguous.detail()));
        }
        if (outcome instanceof DeliveryOutcome.ContentRejected rejected) {
            return Optional.of(new DeliveryFailure(FailureReason.CONTENT_REJECTED, rejected.detail()));
        }
        if (outcome instanceof DeliveryOutcome.NotEdited gone) {
            return Optional.of(new DeliveryFailure(FailureReason.REPLACED, gone.detail()));
        }
        if (outcome instanceof DeliveryOutcome.DeadEndpoint dead) {
            return Optional.of(new DeliveryFailure(dead.reason(), dead.detail()));
        }
        return Optional.empty();
    }
}
