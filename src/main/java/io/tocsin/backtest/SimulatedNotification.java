package io.tocsin.backtest;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.NotificationGroupKey;
import io.tocsin.notification.NotificationReason;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A notification that would have gone out.
 *
 * @param told the first of the alerts it speaks of
 * @param unlisted how many more there are
 */
public record SimulatedNotification(
        NotificationGroupKey key,
        NotificationReason reason,
        Instant at,
        int firing,
        int resolved,
        Labels commonLabels,
        List<Told> told,
        int unlisted) {

    /** How many alerts a rendered message lists. */
    static final int LISTED = 10;

    /**
     * An alert that it speaks of.
     *
     * @param resolved its end; null while it fires
     * @param isNew whether the notification is the first to say so
     * @param wantsLines whether it shows the log lines behind it
     */
    public record Told(Alert alert, AlertEvent.@Nullable Resolved resolved, boolean isNew, boolean wantsLines) {

        /** As a message of dispatch shows the alert. */
        Told as(GroupMember member, NotificationReason why) {
            boolean isRepeat = why == NotificationReason.REPEAT_INTERVAL;
            return new Told(
                    alert,
                    resolved,
                    !member.isFiring() || !member.told(),
                    isRepeat ? member.isFiring() : !member.told());
        }
    }

    /**
     * What it says.
     *
     * @param entry what it says of one alert
     * @param links where it leads, by what its alerts have in common
     */
    public Message message(Function<Told, AlertEntry> entry, BiFunction<Labels, List<AlertEntry>, MessageLinks> links) {
        List<AlertEntry> entries = told.stream().map(entry).toList();
        return new Message(
                new MessageGroup(key.toString(), key.receiver(), key.groupLabels(), commonLabels, false),
                reason,
                firing > 0 ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                new MessageCounts(firing, resolved, unlisted),
                entries,
                List.of(),
                links.apply(key.groupLabels().merge(commonLabels), entries),
                at);
    }
}
