package io.tocsin.backtest;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.evidence.Evidence;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageLinks;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Shows a notification of the past as its contact point would post it today, without log lines and links. */
@Component
class WouldBeMessages {

    private final ContactPoints contactPoints;
    private final ContactPointTester tester;

    WouldBeMessages(ContactPoints contactPoints, ContactPointTester tester) {
        this.contactPoints = contactPoints;
        this.tester = tester;
    }

    /** A contact point that does not exist is shown as the built-in Inbox would show the message. */
    Optional<BacktestResult.WouldBeMessage> render(SimulatedNotification notification) {
        return contactPoints
                .find(notification.key().receiver())
                .or(() -> contactPoints.all().stream()
                        .filter(contactPoint -> contactPoint.kind() == ContactPointKind.INBOX)
                        .findFirst())
                .map(contactPoint -> render(contactPoint, message(notification)));
    }

    private BacktestResult.WouldBeMessage render(ContactPoint contactPoint, Message message) {
        return new BacktestResult.WouldBeMessage(
                message.receiver().value(),
                contactPoint.kind().name().toLowerCase(Locale.ROOT),
                message.at(),
                tester.preview(contactPoint, message).payload());
    }

    private static Message message(SimulatedNotification notification) {
        return notification.message(
                told -> AlertEntry.of(told.alert(), told.resolved(), told.isNew(), Evidence.NONE, MessageLinks.NONE),
                (labels, entries) -> MessageLinks.NONE);
    }
}
