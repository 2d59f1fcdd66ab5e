package io.tocsin.delivery;

import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.message.Message;

/**
 * A message to be put into the outbox.
 *
 * @param idempotencyKey the same decision has the same key; a second enqueue with it does nothing
 * @param completes the message in the chat that it belongs to; unknown for all that stand for themselves
 */
public record NewDelivery(String idempotencyKey, Message message, ExternalMessage completes) {

    public NewDelivery(String idempotencyKey, Message message) {
        this(idempotencyKey, message, ExternalMessage.UNKNOWN);
    }
}
