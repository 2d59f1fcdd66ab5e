package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.NewDelivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What there is to write down of an attempt.
 *
 * @param lane of the endpoint that answered
 * @param completion what is to follow a delivered message; null: nothing
 */
record EndedAttempt(
        Delivery delivery,
        String lane,
        Instant startedAt,
        DeliveryOutcome outcome,
        @Nullable NewDelivery completion) {

    boolean isDelivered() {
        return outcome instanceof DeliveryOutcome.Delivered;
    }

    /** The message in the chat. */
    ExternalMessage message() {
        return outcome instanceof DeliveryOutcome.Delivered delivered ? delivered.message() : ExternalMessage.UNKNOWN;
    }
}
