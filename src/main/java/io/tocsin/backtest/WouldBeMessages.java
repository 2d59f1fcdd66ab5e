package io.tocsin.backtest;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Shows a notification of the past as its contact point would post it today, without log lines and links. */
@Component
class WouldBeMessages {

    private static final int MAX_ALERTS = 10;

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
        List<SimulatedMember> told = notification.told();
        List<AlertEntry> entries =
                told.stream().limit(MAX_ALERTS).map(WouldBeMessages::entry).toList();
        return new Message(
                notification.key().toString(),
                notification.key().receiver(),
                notification.reason(),
                notification.firing() > 0 ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                notification.key().groupLabels(),
                commonLabels(told),
                entries,
                notification.firing(),
                notification.resolved(),
                told.size() - entries.size(),
                false,
                List.of(),
                MessageLinks.NONE,
                notification.at());
    }

    private static AlertEntry entry(SimulatedMember member) {
        Alert alert = member.alert();
        AlertEvent.Resolved resolved = member.resolved();
        return new AlertEntry(
                alert.id().toString(),
                resolved == null ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                true,
                alert.labels(),
                alert.annotations(),
                alert.value(),
                resolved == null ? null : resolved.presentValue(),
                alert.activeAt(),
                alert.firedAt(),
                resolved == null ? null : resolved.at(),
                resolved == null ? null : resolved.reason(),
                alert.rule().key().group().group(),
                alert.rule().expression(),
                Evidence.NONE,
                MessageLinks.NONE);
    }

    private static Labels commonLabels(List<SimulatedMember> told) {
        Map<String, String> common = new TreeMap<>();
        if (!told.isEmpty()) {
            common.putAll(told.get(0).alert().labels().asMap());
        }
        for (SimulatedMember member : told) {
            Labels labels = member.alert().labels();
            common.entrySet().removeIf(entry -> !labels.get(entry.getKey()).equals(entry.getValue()));
        }
        return Labels.of(common);
    }
}
