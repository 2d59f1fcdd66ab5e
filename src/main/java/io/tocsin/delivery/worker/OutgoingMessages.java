package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.message.Message;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a delivery sends: its message, and which message that people have already it takes the place of. Blocks. */
final class OutgoingMessages {

    private static final Logger log = LoggerFactory.getLogger(OutgoingMessages.class);

    private final DeliveryQueue queue;

    OutgoingMessages(DeliveryQueue queue) {
        this.queue = queue;
    }

    /** The message that people have and that this one may take the place of. */
    Optional<Delivery> lastShown(Message message, ContactPoint contactPoint) {
        return contactPoint.mayEditBy(message)
                ? queue.findLastDelivered(contactPoint.name(), message.groupKey())
                        .filter(last -> last.message().isContinuedBy(message))
                : Optional.empty();
    }

    /** @param shown what {@link #lastShown} found before the delivery was claimed */
    Outgoing outgoing(Delivery delivery, Optional<Delivery> shown) {
        Message message = delivery.message();
        Message whole =
                shown.map(last -> message.keepingEvidenceOf(last.message())).orElse(message);
        if (!whole.equals(message)) {
            keep(delivery, whole);
        }
        return new Outgoing(
                whole,
                delivery.id().value(),
                delivery.progress().isDegraded(),
                delivery.progress().isPossibleDuplicate(),
                shown.map(last -> last.progress().external())
                        .orElse(message.isLinesFile() ? delivery.progress().external() : ExternalMessage.UNKNOWN));
    }

    /** Only the next edit would miss it. */
    private void keep(Delivery delivery, Message whole) {
        try {
            queue.keep(delivery, whole);
        } catch (RuntimeException | StackOverflowError e) {
            log.warn("What the message shows was not kept: delivery={}", delivery.id(), e);
        }
    }
}
