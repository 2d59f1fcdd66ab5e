package io.tocsin.delivery;

import io.tocsin.message.Message;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;

/**
 * One entry of the outbox: what goes where, and how far it has come.
 *
 * @param contactPoint where it goes; differs from the message's receiver after a redirect
 * @param hops how many contact points have passed it on
 * @param message what stands for it while {@code unreadable} says something; that must never be sent
 * @param version changes with every write; a writer that holds an older one has lost it
 * @param unreadable why this version cannot read what is stored; empty when it can
 */
public record Delivery(
        DeliveryId id,
        ContactPointName contactPoint,
        Message message,
        Instant queuedAt,
        int hops,
        long version,
        DeliveryProgress progress,
        String unreadable) {

    public boolean isReadable() {
        return unreadable.isEmpty();
    }

    public DeliveryState state() {
        return progress.state();
    }

    /** The same entry further on, not yet written. */
    public Delivery with(DeliveryProgress next) {
        return new Delivery(id, contactPoint, message, queuedAt, hops, version, next, unreadable);
    }

    /** The same entry as the next writer must know it. */
    public Delivery written() {
        return new Delivery(id, contactPoint, message, queuedAt, hops, version + 1, progress, unreadable);
    }
}
