package io.tocsin.delivery;

import io.tocsin.message.Message;

/**
 * A message to be put into the outbox.
 *
 * @param idempotencyKey the same decision has the same key; a second enqueue with it does nothing
 */
public record NewDelivery(String idempotencyKey, Message message) {}
