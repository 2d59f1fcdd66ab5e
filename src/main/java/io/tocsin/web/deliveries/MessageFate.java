package io.tocsin.web.deliveries;

import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.MessageTracks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message that told of an alert.
 *
 * @param delivery the id of the delivery that it ended in
 * @param contactPoint the one that has it; another than the receiver when it was passed on
 * @param outcome ends a message's key {@code fate.…}
 * @param at when it was delivered or given up; null while neither is so
 * @param dueAt when it is tried next; null unless it waits
 * @param failure why it was not delivered; empty when there was no failure
 * @param link where it can be read in its chat; empty when nobody knows
 */
public record MessageFate(
        long delivery,
        String contactPoint,
        FateOutcome outcome,
        @Nullable Instant at,
        @Nullable Instant dueAt,
        String failure,
        String link) {

    /** From the best to the worst. */
    public enum FateOutcome {
        DELIVERED,
        WAITING,
        RETRYING,
        /** Nobody will read it unless a person does something. */
        FAILED
    }

    static MessageFate of(MessageTracks.Track track, ChatLinks links) {
        DeliveryFailure failure = track.failure();
        DeliveryState state = track.state();
        FateOutcome outcome = outcome(state);
        boolean isWaiting = outcome == FateOutcome.WAITING || outcome == FateOutcome.RETRYING;
        return new MessageFate(
                track.id().value(),
                track.contactPoint().value(),
                outcome,
                track.endedAt(),
                isWaiting && state != DeliveryState.SENDING ? track.dueAt() : null,
                failure == null || outcome == FateOutcome.DELIVERED ? "" : words(failure),
                links.of(track));
    }

    private static FateOutcome outcome(DeliveryState state) {
        return switch (state) {
            case DELIVERED -> FateOutcome.DELIVERED;
            case QUEUED, SENDING -> FateOutcome.WAITING;
            case RETRYING -> FateOutcome.RETRYING;
            case REJECTED, PARKED, EXPIRED, DROPPED, SET_ASIDE -> FateOutcome.FAILED;
        };
    }

    private static String words(DeliveryFailure failure) {
        return failure.detail().isEmpty() ? failure.reason().word() : failure.detail();
    }

    public boolean isDelivered() {
        return outcome == FateOutcome.DELIVERED;
    }

    public boolean isFailed() {
        return outcome == FateOutcome.FAILED;
    }
}
