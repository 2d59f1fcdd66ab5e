package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.UpdateMode;
import io.tocsin.message.Message;

/** Which messages change an earlier one instead of being posted. */
final class Updates {

    private Updates() {}

    /** An edit notifies nobody, so only news that needs no attention edits the message of the group. */
    static boolean mayEdit(Message message, ContactPoint contactPoint) {
        return switch (message.reason()) {
            case MUTES_CHANGED -> contactPoint.editsMessages();
            case STORM, STORM_ENDED -> contactPoint.kind().canEdit();
            case SOME_RESOLVED, ALL_RESOLVED ->
                contactPoint.update() != UpdateMode.NEW
                        && message.alerts().stream().noneMatch(alert -> alert.isNew() && alert.isFiring());
            case FIRST_NOTIFICATION,
                    NEW_ALERTS,
                    FIRED_AND_RESOLVED,
                    REPEAT_INTERVAL,
                    LATE_SUMMARY,
                    SILENCE_EXPIRING,
                    SILENCE_ENDED,
                    TEST,
                    OTHER -> false;
        };
    }

    /** Whether the later message may take the earlier one's place: all groups but storms have one message. */
    static boolean isContinuedBy(Message earlier, Message later) {
        return earlier.groupLabels().equals(later.groupLabels());
    }
}
