package io.tocsin.contactpoint;

import io.tocsin.message.Message;
import io.tocsin.rule.ContactPointName;
import io.tocsin.template.TextTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Somewhere messages go, and how they look there.
 *
 * @param sendResolved whether a message that only tells of resolved alerts is sent
 * @param fallback who gets its messages when it is parked; null: they wait
 * @param title the title's template; null: the built-in title
 * @param text the text's template; null: the built-in text
 * @param isProvisioned whether it comes from the file and is read-only in the page
 */
public record ContactPoint(
        ContactPointName name,
        ContactPointSettings settings,
        boolean sendResolved,
        Mention mention,
        UpdateMode update,
        @Nullable ContactPointName fallback,
        Language language,
        MessageGrouping grouping,
        @Nullable TextTemplate title,
        @Nullable TextTemplate text,
        boolean isProvisioned) {

    /** The contact point that always exists. */
    public static final ContactPointName INBOX = new ContactPointName("inbox");

    /** A contact point with every option at its default. */
    public static ContactPoint of(ContactPointName name, ContactPointSettings settings) {
        return new ContactPoint(
                name,
                settings,
                true,
                Mention.NONE,
                UpdateMode.NEW,
                null,
                Language.EN,
                MessageGrouping.GROUPED,
                null,
                null,
                true);
    }

    public ContactPointKind kind() {
        return settings.kind();
    }

    /** Whether its messages are kept up to date in place: where that is wanted, and always in the Inbox. */
    public boolean editsMessages() {
        return kind() == ContactPointKind.INBOX || (kind().canEdit() && update != UpdateMode.NEW);
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
                update != UpdateMode.NEW
                        && message.alerts().stream().noneMatch(alert -> alert.isNew() && alert.isFiring());
            case FIRST_NOTIFICATION,
                    NEW_ALERTS,
                    FIRED_AND_RESOLVED,
                    REPEAT_INTERVAL,
                    LATE_SUMMARY,
                    SILENCE_EXPIRING,
                    SILENCE_ENDED,
                    TEST,
                    OTHER -> false;
        };
    }

    public ContactPoint withLanguage(Language other) {
        return new ContactPoint(
                name, settings, sendResolved, mention, update, fallback, other, grouping, title, text, isProvisioned);
    }

    public ContactPoint withMention(Mention other) {
        return new ContactPoint(
                name, settings, sendResolved, other, update, fallback, language, grouping, title, text, isProvisioned);
    }

    public ContactPoint withUpdate(UpdateMode other) {
        return new ContactPoint(
                name, settings, sendResolved, mention, other, fallback, language, grouping, title, text, isProvisioned);
    }

    public ContactPoint withFallback(ContactPointName other) {
        return new ContactPoint(
                name, settings, sendResolved, mention, update, other, language, grouping, title, text, isProvisioned);
    }

    public ContactPoint withTemplates(@Nullable TextTemplate newTitle, @Nullable TextTemplate newText) {
        return new ContactPoint(
                name,
                settings,
                sendResolved,
                mention,
                update,
                fallback,
                language,
                grouping,
                newTitle,
                newText,
                isProvisioned);
    }
}
