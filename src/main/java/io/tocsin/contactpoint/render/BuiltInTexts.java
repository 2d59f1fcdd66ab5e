package io.tocsin.contactpoint.render;

import io.tocsin.alert.ResolveReason;
import io.tocsin.contactpoint.Language;
import io.tocsin.contactpoint.MessageButton;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.trace.TraceWords;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Mute;
import io.tocsin.message.Note;
import io.tocsin.notification.NotificationReason;
import org.jspecify.annotations.Nullable;

/** The words that Tocsin itself puts into messages, one implementation for each language. */
public abstract class BuiltInTexts {

    private static final BuiltInTexts ENGLISH = new EnglishTexts();
    private static final BuiltInTexts KOREAN = new KoreanTexts();

    BuiltInTexts() {}

    public static BuiltInTexts of(Language language) {
        return switch (language) {
            case EN -> ENGLISH;
            case KO -> KOREAN;
        };
    }

    /** The annotation in this language where the alert has it, or as it is: {@code summary_ko} before {@code summary}. */
    String annotation(AlertEntry alert, String name) {
        return alert.annotation(name);
    }

    abstract String firing(int count);

    abstract String resolved(int count);

    /** Instead of {@link #firing} when people know of all of them and every one is silenced. */
    abstract String silenced(int count);

    /** Instead of {@link #firing} when somebody has every one of them in hand. */
    abstract String acknowledged(int count);

    abstract String reason(NotificationReason reason);

    abstract String resolveReason(@Nullable ResolveReason reason);

    abstract String lineCount(int count);

    public abstract String word(TextWord word);

    /** What stands on a button; at most 40 characters. */
    public abstract String button(MessageButton button);

    /** How many alerts the message does not show. */
    public abstract String more(int count);

    /** How many lines the message does not show; below 0: an unknown number. */
    public abstract String moreLines(long count);

    /** What stands in a trace in place of what is left out. */
    abstract TraceWords traceWords();

    public abstract String duration(String duration);

    /** A remark; its arguments are untrusted. */
    public abstract String note(Note note);

    /**
     * What mutes an alert, until when and why.
     *
     * @param by who or what, as the channel prints it
     * @param until as the channel prints it; empty: open
     */
    public abstract String mute(Mute.MuteKind kind, String by, String until);

    /** Why there are no log lines; empty when none are missing. */
    abstract String evidenceProblem(Evidence evidence);

    /** The name of the course of the value; of several series it is that of the highest. */
    public abstract String trend(int series);

    /** What is said of a contact point that takes no messages any more. */
    public abstract Notice parked(String contactPoint, String cause);

    /**
     * What is said of messages that this version of Tocsin cannot read.
     *
     * @param messages their numbers and headlines, one line each
     */
    public abstract Notice unreadable(String contactPoint, int count, String messages, String cause);

    /** Summary and description of an alert that Tocsin makes up. */
    public record Notice(String summary, String description) {}

    /** Fixed words. */
    public enum TextWord {
        VALUE,
        LAST_VALUE,
        PRESENT_VALUE,
        SINCE,
        RESOLVED,
        LABELS,
        LINES,
        DETAILS,
        /** The page of all alerts of a message that has several. */
        ALL_ALERTS,
        SILENCE,
        /** For all alerts of a message that has several. */
        SILENCE_ALL,
        LOGS,
        RUNBOOK,
        LATE,
        POSSIBLE_DUPLICATE,
        MINIMAL,
        TEMPLATE_FAILED,
        NO_DATA,
        UNKNOWN,
        STORM
    }
}
