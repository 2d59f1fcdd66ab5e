package io.tocsin.message;

import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
        List<Note> notes,
        MessageLinks links,
        Instant at) {

    public Message {
        alerts = List.copyOf(alerts);
        notes = List.copyOf(notes);
    }

    /**
     * What Tocsin tells of itself, as one alert that fires.
     *
     * @param alertId identifies the alert
     * @param texts its annotations
     */
    public static Message ofTocsin(
            String groupKey,
            String alertId,
            ContactPointName receiver,
            Labels labels,
            Map<String, String> texts,
            double value,
            Instant at) {
        AlertEntry alert = new AlertEntry(
                alertId,
                MessageStatus.FIRING,
                true,
                labels,
                new TreeMap<>(texts),
                value,
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
                groupKey,
                receiver,
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

    /** The annotations that all its alerts have in common. */
    public SortedMap<String, String> commonAnnotations() {
        SortedMap<String, String> common = new TreeMap<>();
        if (!alerts.isEmpty()) {
            common.putAll(alerts.get(0).annotations());
            alerts.forEach(
                    alert -> common.entrySet().retainAll(alert.annotations().entrySet()));
        }
        return common;
    }

    /** Whether it only changes what an earlier message shows, and is worth no message of its own. */
    public boolean isEditOnly() {
        return reason == NotificationReason.MUTES_CHANGED;
    }

    /** Whether a later message may take the place of this one: all groups but storms have one message. */
    public boolean isContinuedBy(Message later) {
        return groupLabels.equals(later.groupLabels);
    }

    /** The same with this remark before the others. */
    public Message withFirstNote(Note note) {
        List<Note> all = new ArrayList<>(notes);
        all.add(0, note);
        return copy(groupKey, alerts, all);
    }

    public Message withAlerts(List<AlertEntry> others) {
        return copy(groupKey, others, notes);
    }

    /** The same with the log lines that an earlier message showed, for alerts for which this one has none. */
    public Message keepingEvidenceOf(Message earlier) {
        Map<String, Evidence> shown = new HashMap<>();
        earlier.alerts.forEach(alert -> shown.put(alert.alertId(), alert.evidence()));
        return withAlerts(alerts.stream()
                .map(alert -> alert.evidence().isEmpty() && shown.containsKey(alert.alertId())
                        ? alert.withEvidence(shown.get(alert.alertId()))
                        : alert)
                .toList());
    }

    private Message copy(String key, List<AlertEntry> otherAlerts, List<Note> otherNotes) {
        return new Message(
                key,
                receiver,
                reason,
                status,
                groupLabels,
                commonLabels,
                otherAlerts,
                firing,
                resolved,
                unlisted,
                isLate,
                otherNotes,
                links,
                at);
    }
}
