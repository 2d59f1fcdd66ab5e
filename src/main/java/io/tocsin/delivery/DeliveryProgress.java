package io.tocsin.delivery;

import io.tocsin.contactpoint.ExternalMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a delivery has come. The methods are the only ways forward.
 *
 * @param dueAt not before this time
 * @param attempts how many were begun
 * @param endedAt null while it is open
 * @param failure the newest failure; null when there was none
 * @param redirectedTo the contact point it was passed on to; empty when it was not
 */
public record DeliveryProgress(
        DeliveryState state,
        Instant dueAt,
        int attempts,
        SentAs sentAs,
        @Nullable Instant endedAt,
        @Nullable DeliveryFailure failure,
        ExternalMessage external,
        String redirectedTo) {

    /**
     * What earlier attempts have made of the message.
     *
     * @param isDegraded to be sent as minimal text, since the service refused the full one
     * @param isPossibleDuplicate the service may have it already; the message says so
     */
    public record SentAs(boolean isDegraded, boolean isPossibleDuplicate) {

        static final SentAs WHOLE = new SentAs(false, false);
    }

    public boolean isDegraded() {
        return sentAs.isDegraded;
    }

    public boolean isPossibleDuplicate() {
        return sentAs.isPossibleDuplicate;
    }

    public static DeliveryProgress queued(Instant at) {
        return new DeliveryProgress(DeliveryState.QUEUED, at, 0, SentAs.WHOLE, null, null, ExternalMessage.UNKNOWN, "");
    }

    /** A worker begins an attempt. */
    public DeliveryProgress sending() {
        return new DeliveryProgress(
                DeliveryState.SENDING, dueAt, attempts + 1, sentAs, null, failure, external, redirectedTo);
    }

    public DeliveryProgress delivered(Instant at, ExternalMessage message) {
        return new DeliveryProgress(DeliveryState.DELIVERED, dueAt, attempts, sentAs, at, failure, message, "");
    }

    public DeliveryProgress retrying(NextStep.Retry retry, DeliveryFailure cause) {
        return new DeliveryProgress(
                DeliveryState.RETRYING,
                retry.at(),
                attempts,
                new SentAs(isDegraded() || retry.degrade(), isPossibleDuplicate() || retry.possibleDuplicate()),
                null,
                cause,
                external,
                redirectedTo);
    }

    /** Waits for its contact point; the cause may be null when it was never tried. */
    public DeliveryProgress parked(@Nullable DeliveryFailure cause) {
        return stopped(DeliveryState.PARKED, null, cause == null ? failure : cause, "");
    }

    /** Out of the way until a version can read it, or a person decides. */
    public DeliveryProgress setAside(DeliveryFailure cause) {
        return stopped(DeliveryState.SET_ASIDE, null, cause, "");
    }

    /** Over without having been delivered: REJECTED, EXPIRED or DROPPED. */
    public DeliveryProgress ended(DeliveryState state, Instant at, @Nullable DeliveryFailure cause) {
        return stopped(state, at, cause == null ? failure : cause, "");
    }

    /** Over here, because another contact point has it now. */
    public DeliveryProgress passedOn(String contactPoint, Instant at, @Nullable DeliveryFailure cause) {
        return stopped(DeliveryState.REJECTED, at, cause == null ? failure : cause, contactPoint);
    }

    /** Back to the queue by a person's wish or because its contact point was un-parked. */
    public DeliveryProgress requeued(Instant at) {
        return new DeliveryProgress(DeliveryState.QUEUED, at, attempts, sentAs, null, failure, external, "");
    }

    private DeliveryProgress stopped(
            DeliveryState next, @Nullable Instant at, @Nullable DeliveryFailure cause, String passedTo) {
        return new DeliveryProgress(next, dueAt, attempts, sentAs, at, cause, external, passedTo);
    }
}
