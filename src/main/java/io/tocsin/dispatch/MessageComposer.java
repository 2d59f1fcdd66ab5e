package io.tocsin.dispatch;

import io.tocsin.alert.Alert;
import io.tocsin.dispatch.store.Resolution;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.dispatch.store.ToldAlert;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.LinkAddresses;
import io.tocsin.message.Message;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Note;
import io.tocsin.notification.NotificationReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns a planned flush into a message. */
@Component
class MessageComposer {

    private final LinkAddresses addresses;
    private final AlertEntries alertEntries;

    MessageComposer(LinkSettings settings, AlertEntries alertEntries) {
        this.addresses = settings.addresses();
        this.alertEntries = alertEntries;
    }

    /**
     * @param told all alerts the message is about
     * @param listed the first of them, with their newest values
     * @param evidence by alert key; an alert without an entry was not asked for
     */
    Message compose(
            FlushPlan plan,
            NotificationReason reason,
            List<StoredMember> told,
            List<ListedAlert> listed,
            Map<String, Evidence> evidence) {
        Labels common = commonLabels(told);
        List<AlertEntry> entries = listed.stream()
                .map(alert -> alertEntries
                        .of(
                                alert.alert(),
                                alert.resolution(),
                                alert.isNew(),
                                evidence.getOrDefault(alert.key(), Evidence.NONE))
                        .withMutes(plan.mutes(alert.key())))
                .toList();
        return new Message(
                plan.group().key().toString(),
                plan.group().key().receiver(),
                reason,
                plan.firingCount() > 0 ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                plan.group().key().groupLabels(),
                common,
                entries,
                plan.firingCount(),
                reason == NotificationReason.MUTES_CHANGED ? 0 : plan.resolvedCount(),
                told.size() - entries.size(),
                reason == NotificationReason.LATE_SUMMARY,
                notes(plan, reason, listed),
                links(plan.group().key().groupLabels().merge(common), entries),
                plan.at());
    }

    private MessageLinks links(Labels labels, List<AlertEntry> entries) {
        return new MessageLinks(
                addresses.alerts(labels),
                addresses.newSilence(labels),
                entries.isEmpty() ? "" : entries.get(0).links().logs(),
                common(entries.stream().map(entry -> entry.links().runbook()).toList()));
    }

    private static String common(List<String> texts) {
        Set<String> distinct = new HashSet<>(texts);
        return distinct.size() == 1 ? distinct.iterator().next() : "";
    }

    private static List<Note> notes(FlushPlan plan, NotificationReason reason, List<ListedAlert> listed) {
        List<Note> notes = new ArrayList<>();
        if (reason == NotificationReason.LATE_SUMMARY) {
            notes.add(Note.of(Note.Kind.CAUGHT_UP));
        }
        if (listed.stream().anyMatch(alert -> alert.isNew() && alert.alert().hasArrivedLate())) {
            notes.add(Note.of(Note.Kind.ARRIVED_LATE));
        }
        int muted = reason == NotificationReason.MUTES_CHANGED ? 0 : plan.mutedCount();
        if (muted > 0) {
            notes.add(muted == 1 ? Note.of(Note.Kind.ONE_MUTED) : Note.of(Note.Kind.MANY_MUTED, muted));
        }
        return notes;
    }

    private static Labels commonLabels(List<StoredMember> told) {
        Map<String, String> common = new TreeMap<>();
        if (!told.isEmpty()) {
            common.putAll(told.get(0).labels().asMap());
        }
        for (StoredMember member : told) {
            common.entrySet()
                    .removeIf(entry -> !member.labels().get(entry.getKey()).equals(entry.getValue()));
        }
        return Labels.of(common);
    }

    /** An alert that the message lists. */
    record ListedAlert(StoredMember member, ToldAlert told, Alert alert) {

        String key() {
            return member.alertKey();
        }

        @Nullable
        Resolution resolution() {
            return member.isFiring() ? null : told.resolution();
        }

        /** An end is always told for the first time, because the alert leaves with it. */
        boolean isNew() {
            return !member.isFiring() || !member.told();
        }
    }
}
