package io.tocsin.delivery.store;

import io.tocsin.delivery.Delivery;
import java.util.List;

/**
 * What a worker found in the outbox. Only what is readable may be sent, folded or passed on; the rest is to be set aside,
 * or it will be found again and again.
 */
public record OutboxRows(List<Delivery> readable, List<Delivery> unreadable) {

    static OutboxRows of(List<Delivery> found) {
        return new OutboxRows(
                found.stream().filter(Delivery::isReadable).toList(),
                found.stream().filter(delivery -> !delivery.isReadable()).toList());
    }

    public int size() {
        return readable.size() + unreadable.size();
    }
}
