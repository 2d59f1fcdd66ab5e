package io.tocsin.contactpoint.render;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.LinesShown;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.render.BuiltInTexts.TextWord;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Mute;
import io.tocsin.message.Note;
import io.tocsin.notification.NotificationReason;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The texts of a message that belong to no alert: cleaned and capped, but not escaped. */
public final class MessageText {

    private static final int MAX_NAME = 120;
    private static final int MAX_NOTE = 300;
    private static final int MAX_NOTES = 5;
    private static final int MAX_URL = 2_000;

    private final Outgoing outgoing;
    private final BuiltInTexts texts;
    private final List<AlertText> alerts;

    public MessageText(ContactPoint contactPoint, Outgoing outgoing) {
        this.outgoing = contactPoint.lines() == LinesShown.OFF ? withoutLines(outgoing) : outgoing;
        this.texts = BuiltInTexts.of(contactPoint.language());
        this.alerts = message().alerts().stream()
                .map(alert -> new AlertText(alert, texts, message().at()))
                .toList();
    }

    private static Outgoing withoutLines(Outgoing outgoing) {
        return outgoing.withMessage(outgoing.message()
                .withAlerts(outgoing.message().alerts().stream()
                        .map(alert -> alert.withEvidence(
                                Evidence.NONE.with(alert.evidence().trend())))
                        .toList()));
    }

    public BuiltInTexts texts() {
        return texts;
    }

    public Message message() {
        return outgoing.message();
    }

    public boolean isFiring() {
        return message().status() == MessageStatus.FIRING;
    }

    /** The alerts in the order in which they are shown. */
    public List<AlertText> alerts() {
        return alerts;
    }

    /** Status with count, and what it is about: {@code [FIRING:2] ocr_alert}. */
    public String title() {
        Message message = message();
        String status = isFiring() ? firing(message.firing()) : texts.resolved(message.resolved());
        return (status + " " + subject()).strip();
    }

    private String firing(int count) {
        if (!isMuted()) {
            return texts.firing(count);
        }
        boolean isInHand = message().alerts().stream()
                .filter(AlertEntry::isFiring)
                .allMatch(
                        alert -> alert.mutes().stream().anyMatch(mute -> mute.kind() == Mute.MuteKind.ACKNOWLEDGEMENT));
        return isInHand ? texts.acknowledged(count) : texts.silenced(count);
    }

    /** Whether every alert that fires is muted. */
    public boolean isMuted() {
        Message message = message();
        List<AlertEntry> firing =
                message.alerts().stream().filter(AlertEntry::isFiring).toList();
        return isFiring()
                && !firing.isEmpty()
                && message.unlisted() == 0
                && firing.stream().noneMatch(alert -> alert.mutes().isEmpty());
    }

    private String subject() {
        Message message = message();
        if (message.reason() == NotificationReason.STORM || message.reason() == NotificationReason.STORM_ENDED) {
            return texts.word(TextWord.STORM);
        }
        String name = message.commonLabels().get(Labels.ALERT_NAME);
        if (name.isEmpty()) {
            name = message.groupLabels().get(Labels.ALERT_NAME);
        }
        if (name.isEmpty()) {
            List<String> names =
                    message.alerts().stream().map(AlertEntry::name).distinct().toList();
            name = names.size() == 1
                    ? names.get(0)
                    : String.join(" ", message.groupLabels().asMap().values());
        }
        return CodePoints.cut(CleanText.singleLine(name), MAX_NAME);
    }

    /** One line for a phone's notification: the title and what it is about. */
    public String headline() {
        String summary = alerts().stream()
                .map(AlertText::summary)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return summary.isEmpty() ? title() : title() + " – " + summary;
    }

    /** Why it is sent, and what is special about it; may be empty. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        // The note says the same in more words.
        boolean isToldByNote = message().notes().stream().anyMatch(note -> note.kind() == Note.NoteKind.CAUGHT_UP);
        if (!isToldByNote || message().reason() != NotificationReason.LATE_SUMMARY) {
            addIfPresent(remarks, texts.reason(message().reason()));
        }
        if (message().isLate() && !isToldByNote && !remarks.contains(texts.word(TextWord.LATE))) {
            remarks.add(texts.word(TextWord.LATE));
        }
        if (outgoing.isPossibleDuplicate()) {
            remarks.add(texts.word(TextWord.POSSIBLE_DUPLICATE));
        }
        if (outgoing.isMinimal()) {
            remarks.add(texts.word(TextWord.MINIMAL));
        }
        message().notes().stream()
                .limit(MAX_NOTES)
                .map(texts::note)
                .forEach(note -> addIfPresent(remarks, CodePoints.cut(CleanText.singleLine(note), MAX_NOTE)));
        return remarks;
    }

    private static void addIfPresent(List<String> remarks, String text) {
        if (!text.isEmpty()) {
            remarks.add(text);
        }
    }

    /**
     * Links by their label: the message's own, which say that they are about all of its alerts, or the alert's when it is the
     * only one.
     */
    public Map<String, String> links() {
        boolean isAboutAll = message().alerts().size() > 1;
        return links(
                own(),
                isAboutAll ? TextWord.ALL_ALERTS : TextWord.DETAILS,
                isAboutAll ? TextWord.SILENCE_ALL : TextWord.SILENCE);
    }

    /** Where the title leads to; empty when there is no such page. */
    public Optional<String> page() {
        return LinkAddress.of(own().alerts(), MAX_URL);
    }

    private MessageLinks own() {
        MessageLinks own = message().links();
        if (message().alerts().size() == 1) {
            MessageLinks alerts = message().alerts().get(0).links();
            own = new MessageLinks(
                    either(alerts.alerts(), own.alerts()),
                    either(alerts.silence(), own.silence()),
                    either(alerts.logs(), own.logs()),
                    either(alerts.runbook(), own.runbook()));
        }
        return own;
    }

    /** Those of one alert among others. */
    public Map<String, String> links(MessageLinks links) {
        return links(links, TextWord.DETAILS, TextWord.SILENCE);
    }

    private Map<String, String> links(MessageLinks links, TextWord details, TextWord silence) {
        Map<String, String> byLabel = new LinkedHashMap<>();
        put(byLabel, details, links.alerts());
        put(byLabel, TextWord.LOGS, links.logs());
        put(byLabel, silence, links.silence());
        put(byLabel, TextWord.RUNBOOK, links.runbook());
        return byLabel;
    }

    private void put(Map<String, String> byLabel, TextWord label, String address) {
        LinkAddress.of(address, MAX_URL).ifPresent(safe -> byLabel.put(texts.word(label), safe));
    }

    private static String either(String first, String second) {
        return first.isEmpty() ? second : first;
    }
}
