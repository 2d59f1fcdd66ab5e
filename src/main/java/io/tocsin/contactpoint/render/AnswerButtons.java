package io.tocsin.contactpoint.render;

import io.tocsin.contactpoint.ButtonTicket;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.LinesShown;
import io.tocsin.contactpoint.MessageButton;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.Mute;
import java.util.Arrays;
import java.util.List;

/**
 * The buttons under a message: none where nobody could answer, and none that would do nothing.
 *
 * @param ticket says which message was answered
 */
public record AnswerButtons(List<MessageButton> buttons, ButtonTicket ticket) {

    /** What a group of Tocsin's own notices begins with: nothing of it can be silenced. */
    private static final String OWN = "tocsin:";

    public static AnswerButtons of(ContactPoint contactPoint, Outgoing outgoing) {
        Message message = outgoing.message();
        ButtonTicket ticket = ButtonTicket.of(outgoing.deliveryId(), message);
        boolean isAnswered = contactPoint.answers().areOpen()
                && outgoing.deliveryId() > 0
                && !outgoing.isMinimal()
                && message.firing() > 0
                && !message.groupKey().startsWith(OWN)
                && isOfAlerts(message);
        List<MessageButton> shown = Arrays.stream(MessageButton.values())
                .filter(button -> isAnswered && isUseful(button, contactPoint, message))
                .toList();
        return new AnswerButtons(shown, ticket);
    }

    public boolean isEmpty() {
        return buttons.isEmpty();
    }

    private static boolean isOfAlerts(Message message) {
        return switch (message.reason()) {
            case FIRST_NOTIFICATION, NEW_ALERTS, SOME_RESOLVED, REPEAT_INTERVAL, LATE_SUMMARY, MUTES_CHANGED ->
                message.alerts().stream().anyMatch(AlertEntry::isFiring);
            case ALL_RESOLVED,
                    FIRED_AND_RESOLVED,
                    SILENCE_EXPIRING,
                    SILENCE_ENDED,
                    STORM,
                    STORM_ENDED,
                    LOG_LINES,
                    TEST,
                    OTHER -> false;
        };
    }

    private static boolean isUseful(MessageButton button, ContactPoint contactPoint, Message message) {
        return switch (button) {
            case ACKNOWLEDGE -> !isInHand(message);
            case LINES -> contactPoint.lines() != LinesShown.OFF && hasLines(message);
            case SILENCE_1H, SILENCE_4H, SILENCE_TO_MORNING, WHY -> true;
        };
    }

    private static boolean hasLines(Message message) {
        return message.alerts().stream()
                .anyMatch(alert -> !alert.evidence().lines().isEmpty());
    }

    private static boolean isInHand(Message message) {
        return message.unlisted() == 0
                && message.alerts().stream()
                        .filter(AlertEntry::isFiring)
                        .allMatch(alert ->
                                alert.mutes().stream().anyMatch(mute -> mute.kind() == Mute.MuteKind.ACKNOWLEDGEMENT));
    }
}
