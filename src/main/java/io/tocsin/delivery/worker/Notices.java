package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.render.BuiltInTexts;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages that delivery itself has to tell. */
final class Notices {

    private Notices() {}

    static Message parked(
            ContactPointName name, ContactPointName to, BuiltInTexts texts, DeliveryFailure cause, Instant at) {
        Labels labels = Labels.of(Labels.ALERT_NAME, "ContactPointParked", "contact_point", name.value());
        BuiltInTexts.Notice said = texts.parked(name.value(), cause.detail());
        TreeMap<String, String> annotations =
                new TreeMap<>(Map.of("summary", said.summary(), "description", said.description()));
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
}
