package io.tocsin.backtest;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.evidence.Evidence;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import java.util.List;
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
        return new Message(
                new MessageGroup(
                        notification.key().toString(),
                        notification.key().receiver(),
                        notification.key().groupLabels(),
                        notification.commonLabels(),
                        false),
                notification.reason(),
                notification.firing() > 0 ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                new MessageCounts(notification.firing(), notification.resolved(), notification.unlisted()),
                notification.told().stream()
                        .map(told ->
                                AlertEntry.of(told.alert(), told.resolved(), true, Evidence.NONE, MessageLinks.NONE))
                        .toList(),
                List.of(),
                MessageLinks.NONE,
                notification.at());
    }
}
