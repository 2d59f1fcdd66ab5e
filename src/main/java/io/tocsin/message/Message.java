package io.tocsin.message;

import io.tocsin.label.Labels;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.List;

/**
 * What a notification says, before any channel renders it. Every text in it is untrusted and unescaped.
 *
 * @param groupKey identifies the notification group; messages of one group to one receiver stay in order
 * @param groupLabels the labels the group was made by
 * @param commonLabels what all alerts of the group have in common
 * @param alerts what is new or changed comes first, then the rest; the newest first within each
 * @param firing how many alerts of the group fire now
 * @param resolved how many alerts this message tells as resolved
 * @param unlisted alerts of the group that are not in {@code alerts}; channels print "+N more"
 * @param isLate found while catching up missed slots
 * @param notes short remarks for people, for example that the lines could not be fetched
 * @param links where to look further
 * @param at when the notification was decided
 */
public record Message(
        String groupKey,
        ContactPointName receiver,
        NotificationReason reason,
        MessageStatus status,
        Labels groupLabels,
        Labels commonLabels,
        List<AlertEntry> alerts,
        int firing,
        int resolved,
        int unlisted,
        boolean isLate,
        List<String> notes,
        MessageLinks links,
        Instant at) {

    public Message {
        alerts = List.copyOf(alerts);
        notes = List.copyOf(notes);
    }
}
