package io.tocsin.dispatch.store;

import io.tocsin.message.MessageStatus;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.List;

/**
 * A notification that was decided, and why.
 *
 * @param groupKey the group as Alertmanager would write it
 * @param alerts how many alerts it was about, listed or not
 */
public record LoggedNotification(
        long id,
        String groupId,
        String groupKey,
        ContactPointName receiver,
        NotificationReason reason,
        MessageStatus status,
        Instant at,
        int firing,
        int resolved,
        int alerts,
        List<String> notes) {

    public LoggedNotification {
        notes = List.copyOf(notes);
    }

    /** The idempotency key of its delivery. */
    public String deliveryKey() {
        return deliveryKey(id);
    }

    public static String deliveryKey(long id) {
        return "notification-" + id;
    }
}
