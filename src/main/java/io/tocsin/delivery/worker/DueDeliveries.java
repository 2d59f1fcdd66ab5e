package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.MessageGrouping;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.OutboxRows;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageStatus;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be sent to a contact point now: while a storm goes on its summary, otherwise the oldest of each group, one message
 * per alert if the contact point wants that. Blocks.
 */
final class DueDeliveries {

    private static final int MAX_SPLIT = 300;

    private final DeliveryQueue queue;
    private final StormWatch storms;
    private final UnreadableDeliveries unreadable;
    private final int limit;

    /** @param limit how many are found at once */
    DueDeliveries(DeliveryQueue queue, StormWatch storms, UnreadableDeliveries unreadable, int limit) {
        this.queue = queue;
        this.storms = storms;
        this.unreadable = unreadable;
        this.limit = limit;
    }

    /** How many of one contact point have their turn at the most, before others have. */
    int limit() {
        return limit;
    }

    /** The contact points that must be looked at although nothing may wait for them. */
    List<ContactPointName> inStorms() {
        return storms.contactPoints();
    }

    /**
     * Those of a contact point that exists.
     *
     * @param room how many of them can be sent; at most the limit
     */
    List<Delivery> find(ContactPoint contactPoint, int room, Instant at) {
        if (storms.look(contactPoint, at)) {
            return unreadable.setAside(queue.findDueSummary(contactPoint.name(), at), at);
        }
        if (contactPoint.grouping() != MessageGrouping.PER_ALERT) {
            return find(contactPoint.name(), room, at);
        }
        while (split(contactPoint, at)) {}
        // One that somebody else split meanwhile must not go before what it follows.
        return find(contactPoint.name(), room, at).stream()
                .filter(delivery -> isSplit(delivery.message()))
                .toList();
    }

    /** What cannot be read is set aside with all of its kind that are found: people are told once. */
    private List<Delivery> find(ContactPointName name, int room, Instant at) {
        OutboxRows found = queue.findDue(name, at, room);
        return found.unreadable().isEmpty() ? found.readable() : find(name, at);
    }

    /** Those of a contact point of which nothing else is known. */
    List<Delivery> find(ContactPointName name, Instant at) {
        return unreadable.setAside(queue.findDue(name, at, limit), at);
    }

    /** Splits the first of each group. True when there may be more: those that followed are the first ones then. */
    private boolean split(ContactPoint contactPoint, Instant at) {
        boolean isAnySplit = false;
        for (Delivery due : unreadable.setAside(queue.findFirstOfGroups(contactPoint.name(), at, MAX_SPLIT), at)) {
            isAnySplit |= !isSplit(due.message()) && split(due, at);
        }
        return isAnySplit;
    }

    private static boolean isSplit(Message message) {
        return message.alerts().isEmpty()
                || message.isLinesFile()
                || message.groupKey().equals(DeliveryQueue.STORM_GROUP)
                || message.alerts().size() == 1
                        && message.groupKey()
                                .equals(key(message, message.alerts().get(0)));
    }

    /** False when somebody else has written it meanwhile. */
    private boolean split(Delivery delivery, Instant at) {
        Message message = delivery.message();
        boolean isAnyNew = message.alerts().stream().anyMatch(AlertEntry::isNew);
        List<NewDelivery> parts = new ArrayList<>();
        for (AlertEntry alert : message.alerts()) {
            if (alert.isNew() || !isAnyNew) {
                parts.add(new NewDelivery("delivery:" + delivery.id() + "#" + parts.size(), single(message, alert)));
            }
        }
        return queue.replace(delivery, parts, "sent as one message per alert", at);
    }

    /** The order of such messages is that of the alert, not of the group: an episode ends before the next one begins. */
    private static String key(Message message, AlertEntry alert) {
        String end = "/" + alert.instanceId();
        return message.groupKey().endsWith(end) ? message.groupKey() : message.groupKey() + end;
    }

    /** The message as if this alert were its only one. */
    private static Message single(Message message, AlertEntry alert) {
        boolean isFiring = alert.isFiring();
        return new Message(
                new MessageGroup(
                        key(message, alert),
                        message.receiver(),
                        message.groupLabels(),
                        message.commonLabels(),
                        message.isLate()),
                message.reason(),
                isFiring ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                new MessageCounts(isFiring ? 1 : 0, isFiring ? 0 : 1, 0),
                List.of(alert),
                message.notes(),
                message.links(),
                message.at());
    }
}
