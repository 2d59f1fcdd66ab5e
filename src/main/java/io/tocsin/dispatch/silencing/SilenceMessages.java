package io.tocsin.dispatch.silencing;

import io.tocsin.dispatch.evidence.AlertEntries;
import io.tocsin.dispatch.evidence.LinkSettings;
import io.tocsin.dispatch.store.SuppressedAlert;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.LinkAddresses;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Note;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import io.tocsin.silence.Silence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Composes what is said of silences. */
public class SilenceMessages {

    private final LinkAddresses addresses;
    private final AlertEntries entries;
    private final int alertsPerMessage;

    /** @param alertsPerMessage alerts beyond this number are counted, not listed */
    public SilenceMessages(LinkSettings links, AlertEntries entries, int alertsPerMessage) {
        this.addresses = links.addresses();
        this.entries = entries;
        this.alertsPerMessage = alertsPerMessage;
    }

    /** @param firing what fires under the silence */
    Message expiring(Silence silence, ContactPointName receiver, List<SuppressedAlert> firing, Instant at) {
        Note note = Note.of(
                Note.NoteKind.SILENCE_ENDS_SOON,
                matchers(silence),
                silence.author(),
                minute(silence.endsAt()),
                firing.size());
        return message(
                silence,
                receiver,
                NotificationReason.SILENCE_EXPIRING,
                firing,
                withComment(silence, List.of(note)),
                at);
    }

    /** @param hidden everything that the silence kept from the contact point */
    Message ended(Silence silence, ContactPointName receiver, List<SuppressedAlert> hidden, Instant at) {
        long firing = hidden.stream().filter(SuppressedAlert::isFiring).count();
        long known = hidden.stream().filter(SuppressedAlert::known).count();
        Instant first = hidden.stream()
                .map(SuppressedAlert::since)
                .min(Instant::compareTo)
                .orElse(at);
        List<Note> notes = new ArrayList<>();
        notes.add(Note.of(
                Note.NoteKind.SILENCE_HAS_ENDED,
                matchers(silence),
                silence.author(),
                hidden.size(),
                minute(first),
                firing,
                hidden.size() - firing));
        if (known > 0) {
            notes.add(Note.of(Note.NoteKind.TOLD_BEFORE, known));
        }
        notes.add(Note.of(Note.NoteKind.TEXT, byName(hidden)));
        return message(silence, receiver, NotificationReason.SILENCE_ENDED, hidden, withComment(silence, notes), at);
    }

    private static List<Note> withComment(Silence silence, List<Note> notes) {
        List<Note> all = new ArrayList<>(notes);
        if (!silence.comment().isBlank()) {
            all.add(Note.of(Note.NoteKind.SILENCE_COMMENT, silence.comment()));
        }
        return all;
    }

    private static String byName(List<SuppressedAlert> hidden) {
        Map<String, Long> counts = hidden.stream()
                .collect(Collectors.groupingBy(one -> one.alert().name(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " × " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private Message message(
            Silence silence,
            ContactPointName receiver,
            NotificationReason reason,
            List<SuppressedAlert> alerts,
            List<Note> notes,
            Instant at) {
        List<AlertEntry> listed = alerts.stream()
                .limit(alertsPerMessage)
                .map(one -> entries.of(one.alert(), null, false, Evidence.NONE))
                .toList();
        int firing = (int) alerts.stream().filter(SuppressedAlert::isFiring).count();
        Labels labels = labels(silence);
        return new Message(
                new MessageGroup("silence:" + silence.id(), receiver, labels, labels, false),
                reason,
                firing > 0 ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                new MessageCounts(firing, 0, alerts.size() - listed.size()),
                listed,
                notes,
                new MessageLinks(
                        addresses.alerts(labels), addresses.silence(silence.id().value()), "", ""),
                at);
    }

    private static Labels labels(Silence silence) {
        Map<String, String> labels = new TreeMap<>();
        silence.matchers().stream()
                .filter(matcher -> matcher.type() == MatchType.EQUAL)
                .forEach(matcher -> labels.put(matcher.name(), matcher.value()));
        return Labels.of(labels);
    }

    private static String matchers(Silence silence) {
        return silence.matchers().stream().map(LabelMatcher::toString).collect(Collectors.joining(", ", "{", "}"));
    }

    private static String minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
