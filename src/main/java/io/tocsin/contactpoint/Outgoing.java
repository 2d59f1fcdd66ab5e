package io.tocsin.contactpoint;

import io.tocsin.message.Message;
import io.tocsin.notification.NotificationReason;

/**
 * A message on its way to one contact point.
 *
 * @param deliveryId the delivery's number; 0 for a test or a preview, which are in no outbox
 * @param isMinimal only the essential, as plain text, because the service refused the full message
 * @param isPossibleDuplicate says so in the message
 * @param edit the message to edit instead of posting a new one; unknown: post
 */
public record Outgoing(
        Message message, long deliveryId, boolean isMinimal, boolean isPossibleDuplicate, ExternalMessage edit) {

    public static Outgoing first(Message message) {
        return new Outgoing(message, 0, false, false, ExternalMessage.UNKNOWN);
    }

    /** Whether nothing is to be posted when there is no message to edit. */
    public boolean isEditOnly() {
        return message.isEditOnly();
    }

    /** Whether the edit is told by a short message as well, because an edit notifies nobody. */
    public boolean isReplyWanted(ContactPoint contactPoint) {
        return contactPoint.update() == UpdateMode.EDIT_AND_REPLY
                && !message.isEditOnly()
                && message.reason() != NotificationReason.STORM
                && message.reason() != NotificationReason.STORM_ENDED;
    }

    public Outgoing withMessage(Message other) {
        return new Outgoing(other, deliveryId, isMinimal, isPossibleDuplicate, edit);
    }
}
