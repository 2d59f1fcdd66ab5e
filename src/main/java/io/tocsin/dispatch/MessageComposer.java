package io.tocsin.dispatch;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.dispatch.evidence.AlertEntries;
import io.tocsin.dispatch.evidence.ListedAlert;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.evidence.Evidence;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Note;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.GroupState;
import io.tocsin.notification.ListedMembers;
import io.tocsin.notification.NotificationGroupKey;
import io.tocsin.notification.NotificationReason;
import io.tocsin.notification.ReceiverSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what a flush found into a message. Blocks. */
@Component
class MessageComposer {

    private final GroupMembers members;
    private final AlertInstances instances;
    private final ReceiverSettings receivers;
    private final AlertEntries alertEntries;

    MessageComposer(
            GroupMembers members, AlertInstances instances, ReceiverSettings receivers, AlertEntries alertEntries) {
        this.members = members;
        this.instances = instances;
        this.receivers = receivers;
        this.alertEntries = alertEntries;
    }

    /**
     * @param listed of what the flush tells, as {@link #list} says
     * @param evidence by alert key; an alert without an entry was not asked for
     */
    Message message(
            Flush flush,
            GroupState.Decision decision,
            NotificationReason reason,
            List<ListedAlert> listed,
            Map<String, Evidence> evidence) {
        return compose(flush, decision, reason, flush.told(), listed, evidence);
    }

    /**
     * What the message that people have must be changed to, because what mutes its alerts has changed; empty when it
     * shows that already, or cannot be changed.
     */
    Optional<Message> edit(Flush flush, GroupState.Decision decision) {
        if (!flush.hasOutdatedMutes()
                || !receivers.editsMessages(flush.group().key().receiver())) {
            return Optional.empty();
        }
        return Optional.of(compose(
                flush,
                decision,
                NotificationReason.MUTES_CHANGED,
                flush.known(),
                list(flush.group(), flush.known()),
                Map.of()));
    }

    /** The alerts that a message lists, in its order; those that go on firing get their newest value and texts. */
    List<ListedAlert> list(NotificationGroup group, ListedMembers told) {
        Map<String, AlertEvent> events = members.findAlerts(
                group.id(), told.first().stream().map(GroupMember::key).toList());
        Map<AlertId, AlertInstance> newest = instances.findFiring(told.first().stream()
                .filter(member -> member.isFiring() && member.told())
                .flatMap(member -> Stream.ofNullable(events.get(member.key())))
                .map(event -> event.alert().id())
                .toList());
        return told.first().stream()
                .flatMap(member -> Stream.ofNullable(events.get(member.key()))
                        .map(event -> new ListedAlert(
                                member,
                                event,
                                renewed(event.alert(), newest.get(event.alert().id())))))
                .toList();
    }

    private static Alert renewed(Alert alert, @Nullable AlertInstance newest) {
        return newest == null ? alert : alert.renewed(newest.annotations(), newest.evaluatedAt(), newest.value());
    }

    private Message compose(
            Flush flush,
            GroupState.Decision decision,
            NotificationReason reason,
            ListedMembers told,
            List<ListedAlert> listed,
            Map<String, Evidence> evidence) {
        List<AlertEntry> entries = listed.stream()
                .map(alert -> alertEntries
                        .of(
                                alert.alert(),
                                alert.resolved(),
                                alert.isNew(),
                                evidence.getOrDefault(alert.key(), Evidence.NONE))
                        .withMutes(flush.mutes(alert.member())))
                .toList();
        NotificationGroupKey key = flush.group().key();
        return new Message(
                new MessageGroup(
                        key.toString(),
                        key.receiver(),
                        key.groupLabels(),
                        told.commonLabels(),
                        reason == NotificationReason.LATE_SUMMARY),
                reason,
                decision.firing() > 0 ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                new MessageCounts(
                        decision.firing(),
                        reason == NotificationReason.MUTES_CHANGED ? 0 : decision.resolved(),
                        told.count() - entries.size()),
                entries,
                notes(decision, reason, listed),
                alertEntries.links(
                        key.groupLabels().merge(told.commonLabels()), entries, told.count() == entries.size()),
                flush.at());
    }

    private static List<Note> notes(GroupState.Decision decision, NotificationReason reason, List<ListedAlert> listed) {
        List<Note> notes = new ArrayList<>();
        if (reason == NotificationReason.LATE_SUMMARY) {
            notes.add(Note.of(Note.NoteKind.CAUGHT_UP));
        }
        if (listed.stream().anyMatch(alert -> alert.isNew() && alert.alert().hasArrivedLate())) {
            notes.add(Note.of(Note.NoteKind.ARRIVED_LATE));
        }
        int muted = reason == NotificationReason.MUTES_CHANGED ? 0 : decision.muted();
        if (muted > 0) {
            notes.add(muted == 1 ? Note.of(Note.NoteKind.ONE_MUTED) : Note.of(Note.NoteKind.MANY_MUTED, muted));
        }
        return notes;
    }
}
