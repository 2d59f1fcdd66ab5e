package io.tocsin.delivery.worker;

import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages that delivery itself has to tell. */
final class Notices {

    private Notices() {}

    static Message parked(ContactPointName name, ContactPointName to, DeliveryFailure cause, Instant at) {
        Labels labels = Labels.of(Labels.ALERT_NAME, "ContactPointParked", "contact_point", name.value());
        TreeMap<String, String> annotations = new TreeMap<>(Map.of(
                "summary",
                "Contact point \"" + name + "\" is parked: it takes no messages",
                "description",
                cause.detail() + "\nCorrect it, then un-park it on the page Contact points."));
        AlertEntry alert = new AlertEntry(
                "contact-point-parked:" + name,
                MessageStatus.FIRING,
                true,
                labels,
                annotations,
                1,
                null,
                at,
                at,
                null,
                null,
                "tocsin",
                "",
                Evidence.NONE,
                MessageLinks.NONE);
        return new Message(
                "tocsin:parked:" + name,
                to,
                NotificationReason.FIRST_NOTIFICATION,
                MessageStatus.FIRING,
                labels,
                labels,
                List.of(alert),
                1,
                0,
                0,
                false,
                List.of(),
                MessageLinks.NONE,
                at);
    }

    static Message withNote(Message message, String note) {
        List<String> notes = new ArrayList<>(message.notes());
        notes.add(0, note);
        return new Message(
                message.groupKey(),
                message.receiver(),
                message.reason(),
                message.status(),
                message.groupLabels(),
                message.commonLabels(),
                message.alerts(),
                message.firing(),
                message.resolved(),
                message.unlisted(),
                message.isLate(),
                notes,
                message.links(),
                message.at());
    }
}
