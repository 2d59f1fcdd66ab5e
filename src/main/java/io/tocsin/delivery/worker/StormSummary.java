package io.tocsin.delivery.worker;

import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many messages as one, and one message as many. */
final class StormSummary {

    private static final int MAX_ALERTS = 100;

    private StormSummary() {}

    /** Each alert in its newest state; what does not fit is counted. */
    static Message of(ContactPointName receiver, List<Message> messages, Instant at) {
        Map<String, AlertEntry> newest = new LinkedHashMap<>();
        int unlisted = 0;
        for (Message message : messages) {
            message.alerts().forEach(alert -> newest.put(alert.alertId(), alert));
            unlisted += message.unlisted();
        }
        List<AlertEntry> alerts = new ArrayList<>(newest.values());
        int firing = (int) alerts.stream()
                .filter(alert -> alert.status() == MessageStatus.FIRING)
                .count();
        List<AlertEntry> shown = alerts.stream().limit(MAX_ALERTS).toList();
        Labels labels = Labels.of(Labels.ALERT_NAME, "Storm");
        return new Message(
                DeliveryQueue.STORM_GROUP,
                receiver,
                NotificationReason.NEW_ALERTS,
                firing > 0 ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                labels,
                labels,
                shown,
                firing,
                alerts.size() - firing,
                unlisted + alerts.size() - shown.size(),
                messages.stream().anyMatch(Message::isLate),
                List.of("Storm: " + messages.size() + " messages folded into this one"),
                messages.isEmpty()
                        ? MessageLinks.NONE
                        : messages.get(messages.size() - 1).links(),
                at);
    }

    /** The message as if this alert were its only one; its order is that of the alert, not of the group. */
    static Message single(Message message, AlertEntry alert) {
        boolean isFiring = alert.status() == MessageStatus.FIRING;
        return new Message(
                message.groupKey() + "/" + alert.alertId(),
                message.receiver(),
                message.reason(),
                alert.status(),
                message.groupLabels(),
                message.commonLabels(),
                List.of(alert),
                isFiring ? 1 : 0,
                isFiring ? 0 : 1,
                0,
                message.isLate(),
                message.notes(),
                message.links(),
                message.at());
    }
}
