package io.tocsin.delivery.worker;

import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.Storm;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Note;
import io.tocsin.notification.NotificationReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the summary of a storm lists and says; one is filled for each summary. */
final class StormSummary {

    private static final int MAX_ALERTS = 100;

    private final Map<String, AlertEntry> newest = new LinkedHashMap<>();
    private MessageLinks links = MessageLinks.NONE;
    private boolean isLate;

    /** @param before the summary before this one; what it lists is no news */
    StormSummary(Optional<Message> before) {
        before.ifPresent(message -> {
            for (int i = message.alerts().size() - 1; i >= 0; i--) {
                AlertEntry alert = message.alerts().get(i);
                newest.put(alert.alertId(), alert.known());
            }
            links = message.links();
            isLate = message.isLate();
        });
    }

    void add(List<Delivery> folded) {
        for (Delivery delivery : folded) {
            Message message = delivery.message();
            message.alerts().forEach(this::add);
            links = general(message.links());
            isLate |= message.isLate();
        }
    }

    private void add(AlertEntry alert) {
        newest.remove(alert.alertId());
        newest.put(alert.alertId(), alert);
    }

    /** The pages of everything, not those of the last group. */
    private static MessageLinks general(MessageLinks links) {
        return new MessageLinks(withoutQuery(links.alerts()), withoutQuery(links.silence()), "", "");
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    /** Whether it lists alerts that fire and that no summary has told yet. */
    boolean hasNews() {
        return newest.values().stream().anyMatch(alert -> alert.isNew() && alert.isFiring());
    }

    Message goesOn(Storm storm, Storm.Totals totals, Instant at) {
        List<Note> notes = List.of(
                Note.of(Note.NoteKind.STORM_FOLDED, storm.messages(), totals.groups()),
                Note.of(Note.NoteKind.STORM_GOES_ON, minute(storm.times().began())));
        return message(storm, NotificationReason.STORM, totals, notes, at);
    }

    Message isOver(Storm storm, Storm.Totals totals, Instant at) {
        List<Note> notes = List.of(
                Note.of(Note.NoteKind.STORM_FOLDED, storm.messages(), totals.groups()),
                Note.of(
                        Note.NoteKind.STORM_IS_OVER,
                        minute(storm.times().began()),
                        minute(storm.times().busy())));
        return message(storm, NotificationReason.STORM_ENDED, totals, notes, at);
    }

    private Message message(Storm storm, NotificationReason reason, Storm.Totals totals, List<Note> notes, Instant at) {
        // The newest of the new ones first, then the others that fire.
        List<AlertEntry> alerts = new ArrayList<>(newest.values());
        java.util.Collections.reverse(alerts);
        alerts.sort(
                Comparator.comparing((AlertEntry alert) -> !alert.isFiring()).thenComparing(alert -> !alert.isNew()));
        List<AlertEntry> shown = alerts.stream().limit(MAX_ALERTS).toList();
        Labels labels = labels(storm);
        return new Message(
                new MessageGroup(
                        DeliveryQueue.STORM_GROUP,
                        storm.contactPoint(),
                        labels,
                        Labels.of(Labels.ALERT_NAME, "Storm"),
                        isLate),
                reason,
                totals.firing() > 0 ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                new MessageCounts(
                        totals.firing(),
                        totals.resolved(),
                        Math.max(totals.firing() + totals.resolved() - shown.size(), 0)),
                shown,
                notes,
                links,
                at);
    }

    /** Summaries with equal labels are one message that is edited. */
    private static Labels labels(Storm storm) {
        return Labels.of(
                Labels.ALERT_NAME,
                "Storm",
                "since",
                storm.times().began().toString(),
                "part",
                Integer.toString(storm.part()));
    }

    private static String minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
