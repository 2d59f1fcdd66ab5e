package io.tocsin.delivery.store;

import io.tocsin.delivery.NewDelivery;
import java.time.Instant;

/** Where a decision leaves its messages. Blocks, and joins the caller's transaction. */
public interface DeliveryOutbox {

    /** Returns false when a delivery with this idempotency key exists already. */
    boolean enqueue(NewDelivery delivery, Instant at);
}
