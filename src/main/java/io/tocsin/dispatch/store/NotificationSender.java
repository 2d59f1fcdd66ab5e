package io.tocsin.dispatch.store;

import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.message.Message;
import org.springframework.stereotype.Component;

/** Writes a notification into the log and its delivery into the outbox. Blocks, in the caller's transaction. */
@Component
public class NotificationSender {

    private final NotificationLog log;
    private final DeliveryOutbox outbox;
    private final DispatchMetrics metrics;

    public NotificationSender(NotificationLog log, DeliveryOutbox outbox, DispatchMetrics metrics) {
        this.log = log;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** Returns the id in the notification log. */
    public long send(String groupId, Message message) {
        long id = log.append(groupId, message);
        outbox.enqueue(new NewDelivery(LoggedNotification.deliveryKey(id), message), message.at());
        metrics.notified(message.receiver(), message.reason());
        return id;
    }
}
