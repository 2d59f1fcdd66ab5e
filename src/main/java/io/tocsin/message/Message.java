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
 * @param alerts what is new or changed comes first, then the rest; the newest first within each
 * @param notes short remarks for people, for example that the lines could not be fetched
 * @param links where to look further
 * @param at when the notification was decided
 */
public record Message(
        MessageGroup group,
        NotificationReason reason,
        MessageStatus status,
        MessageCounts counts,
        List<AlertEntry> alerts,
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
                new AlertCourse(value, null, at, at, null, null),
                new AlertSource("tocsin", "", Evidence.NONE, MessageLinks.NONE));
        return new Message(
                new MessageGroup(groupKey, receiver, labels, labels, false),
                NotificationReason.FIRST_NOTIFICATION,
                MessageStatus.FIRING,
                new MessageCounts(1, 0, 0),
                List.of(alert),
                List.of(),
                MessageLinks.NONE,
                at);
    }

    /** Identifies the notification group; messages of one group to one receiver stay in order. */
    public String groupKey() {
        return group.key();
    }

    public ContactPointName receiver() {
        return group.receiver();
    }

    public Labels groupLabels() {
        return group.labels();
    }

    public Labels commonLabels() {
        return group.commonLabels();
    }

    /** Found while catching up missed slots. */
    public boolean isLate() {
        return group.isLate();
    }

    /** How many alerts of the group fire now. */
    public int firing() {
        return counts.firing();
    }

    /** How many alerts this message tells as resolved. */
    public int resolved() {
        return counts.resolved();
    }

    /** Alerts of the group that are not in {@code alerts}; channels print "+N more". */
    public int unlisted() {
        return counts.unlisted();
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

    /** Whether it only changes or completes what an earlier message shows, and is worth no message of its own. */
    public boolean isEditOnly() {
        return reason == NotificationReason.MUTES_CHANGED || isLinesFile();
    }

    /** Whether it is the file with the log lines of an earlier message. */
    public boolean isLinesFile() {
        return reason == NotificationReason.LOG_LINES;
    }

    /**
     * The file with the log lines of this message, for a chat that takes files only after the message. It is in a group of
     * its own, so that no later message waits for it.
     */
    public Message asLinesFile() {
        return new Message(
                new MessageGroup("lines:" + groupKey(), receiver(), groupLabels(), commonLabels(), isLate()),
                NotificationReason.LOG_LINES,
                status,
                counts,
                alerts,
                notes,
                links,
                at);
    }

    /** Whether a later message may take the place of this one: all groups but storms have one message. */
    public boolean isContinuedBy(Message later) {
        return groupLabels().equals(later.groupLabels());
    }

    /** The same with this remark before the others. */
    public Message withFirstNote(Note note) {
        List<Note> all = new ArrayList<>(notes);
        all.add(0, note);
        return copy(alerts, all);
    }

    public Message withAlerts(List<AlertEntry> others) {
        return copy(others, notes);
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

    private Message copy(List<AlertEntry> otherAlerts, List<Note> otherNotes) {
        return new Message(group, reason, status, counts, otherAlerts, otherNotes, links, at);
    }
}
