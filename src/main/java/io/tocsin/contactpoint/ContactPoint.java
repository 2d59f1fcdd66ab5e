package io.tocsin.contactpoint;

import io.tocsin.message.Message;
import io.tocsin.rule.ContactPointName;
import io.tocsin.template.TextTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Somewhere messages go, and how they look there.
 *
 * @param fallback who gets its messages when it is parked; null: they wait
 * @param isProvisioned whether it comes from the file and is read-only in the page
 */
public record ContactPoint(
        ContactPointName name,
        ContactPointSettings settings,
        MessageStyle style,
        @Nullable ContactPointName fallback,
        boolean isProvisioned) {

    /** The contact point that always exists. */
    public static final ContactPointName INBOX = new ContactPointName("inbox");

    /** A contact point with every option at its default. */
    public static ContactPoint of(ContactPointName name, ContactPointSettings settings) {
        return new ContactPoint(name, settings, MessageStyle.DEFAULT, null, true);
    }

    public ContactPointKind kind() {
        return settings.kind();
    }

    /**
     * Whether its messages are kept up to date in place: where that is wanted, always in the Inbox, and where people answer,
     * so that all see what one has pressed.
     */
    public boolean editsMessages() {
        return kind() == ContactPointKind.INBOX
                || (kind().canEdit() && (update() != UpdateMode.NEW || answers().areOpen()));
    }

    public AnswerWays answers() {
        return settings.answers();
    }

    /**
     * Whether the message changes an earlier one here instead of being posted. An edit notifies nobody, so only news that
     * needs no attention edits the message of the group.
     */
    public boolean mayEditBy(Message message) {
        return switch (message.reason()) {
            case MUTES_CHANGED -> editsMessages();
            case STORM, STORM_ENDED -> kind().canEdit();
            case SOME_RESOLVED, ALL_RESOLVED ->
                update() != UpdateMode.NEW
                        && message.alerts().stream().noneMatch(alert -> alert.isNew() && alert.isFiring());
            case FIRST_NOTIFICATION,
                    NEW_ALERTS,
                    FIRED_AND_RESOLVED,
                    REPEAT_INTERVAL,
                    LATE_SUMMARY,
                    SILENCE_EXPIRING,
                    SILENCE_ENDED,
                    LOG_LINES,
                    TEST,
                    OTHER -> false;
        };
    }

    /** Whether log lines that a message does not hold follow it as a file, in a delivery of their own. */
    public boolean sendsLinesAfterwards() {
        return kind() == ContactPointKind.SLACK_BOT && lines() == LinesShown.FILE;
    }

    /** Whether a message that only changes or completes an earlier one has anything to do here. */
    public boolean takesEditOnly(Message message) {
        return message.isLinesFile() ? sendsLinesAfterwards() : editsMessages();
    }

    public boolean sendResolved() {
        return style.sendResolved();
    }

    public Mention mention() {
        return style.mention();
    }

    public UpdateMode update() {
        return style.update();
    }

    public MessageGrouping grouping() {
        return style.grouping();
    }

    public Language language() {
        return style.language();
    }

    public @Nullable TextTemplate title() {
        return style.title();
    }

    public @Nullable TextTemplate text() {
        return style.text();
    }

    public ContactPoint with(MessageStyle other) {
        return new ContactPoint(name, settings, other, fallback, isProvisioned);
    }

    public LinesShown lines() {
        return style.lines();
    }

    public ContactPoint withMention(Mention other) {
        return with(
                new MessageStyle(sendResolved(), other, update(), grouping(), language(), title(), text(), lines()));
    }
}
