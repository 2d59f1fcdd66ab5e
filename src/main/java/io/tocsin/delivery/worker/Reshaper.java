package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.Grouping;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes what waits for a contact point before it is sent: one message per alert where that is wanted, and one summary
 * instead of many messages in a storm.
 */
final class Reshaper {

    private static final Logger LOG = LoggerFactory.getLogger(Reshaper.class);
    private static final int MAX_FOLDED = 300;

    private final DeliveryQueue queue;
    private final int stormThreshold;

    Reshaper(DeliveryQueue queue, int stormThreshold) {
        this.queue = queue;
        this.stormThreshold = stormThreshold;
    }

    void reshape(ContactPoint contactPoint, Instant at) {
        if (stormThreshold > 0
                && isChat(contactPoint.kind())
                && queue.countWaiting(contactPoint.name()) > stormThreshold) {
            fold(contactPoint, at);
        }
        if (contactPoint.grouping() == Grouping.PER_ALERT) {
            for (Delivery due : queue.findDue(contactPoint.name(), at, MAX_FOLDED)) {
                split(due, at);
            }
        }
    }

    /** Programs want each message, and the Inbox has room for all. */
    private static boolean isChat(ContactPointKind kind) {
        return switch (kind) {
            case SLACK, SLACK_BOT, DISCORD -> true;
            case WEBHOOK, INBOX -> false;
        };
    }

    private void fold(ContactPoint contactPoint, Instant at) {
        List<Delivery> waiting = queue.findFoldable(contactPoint.name(), MAX_FOLDED);
        if (waiting.size() <= stormThreshold) {
            return;
        }
        Message summary = StormSummary.of(
                contactPoint.name(), waiting.stream().map(Delivery::message).toList(), at);
        long first = waiting.get(0).id().value();
        long last = waiting.get(waiting.size() - 1).id().value();
        String key = "storm:" + contactPoint.name() + ":" + first + "-" + last;
        if (queue.replace(waiting, List.of(new NewDelivery(key, summary)), "folded into a summary", at)) {
            LOG.warn("Storm folded: contactPoint={} messages={}", contactPoint.name(), waiting.size());
        }
    }

    private void split(Delivery delivery, Instant at) {
        Message message = delivery.message();
        if (message.alerts().size() < 2 || message.groupKey().equals(DeliveryQueue.STORM_GROUP)) {
            return;
        }
        boolean isAnyNew = message.alerts().stream().anyMatch(AlertEntry::isNew);
        List<NewDelivery> parts = new ArrayList<>();
        for (AlertEntry alert : message.alerts()) {
            if (alert.isNew() || !isAnyNew) {
                parts.add(new NewDelivery(
                        "delivery:" + delivery.id() + "#" + parts.size(), StormSummary.single(message, alert)));
            }
        }
        queue.replace(List.of(delivery), parts, "sent as one message per alert", at);
    }
}
