package io.tocsin.dispatch.store;

import io.tocsin.message.MessageStatus;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;

/** A notification that was decided, and why. */
public record LoggedNotification(
        long id, ToldGroup group, NotificationReason reason, MessageStatus status, Instant at, ToldAlerts alerts) {

    /**
     * Whom it was sent to, and for which group.
     *
     * @param key the group as Alertmanager would write it
     */
    public record ToldGroup(String id, String key, ContactPointName receiver) {}

    /** @param count how many alerts it was about, listed or not */
    public record ToldAlerts(int firing, int resolved, int count) {}

    /** The idempotency key of the delivery of a notification. */
    public static String deliveryKey(long id) {
        return "notification-" + id;
    }
}
