package io.tocsin.contactpoint.render;

import io.tocsin.alert.ResolveReason;
import io.tocsin.contactpoint.MessageButton;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.trace.TraceWords;
import io.tocsin.message.Mute;
import io.tocsin.message.Note;
import io.tocsin.notification.NotificationReason;
import org.jspecify.annotations.Nullable;

/** English. */
final class EnglishTexts extends BuiltInTexts {

    @Override
    String firing(int count) {
        return counted("FIRING", count);
    }

    @Override
    String resolved(int count) {
        return counted("RESOLVED", count);
    }

    @Override
    String silenced(int count) {
        return counted("SILENCED", count);
    }

    @Override
    String acknowledged(int count) {
        return counted("ACKNOWLEDGED", count);
    }

    private static String counted(String status, int count) {
        return count <= 1 ? "[" + status + "]" : "[" + status + ":" + count + "]";
    }

    @Override
    String reason(NotificationReason reason) {
        return switch (reason) {
            case FIRST_NOTIFICATION, ALL_RESOLVED, MUTES_CHANGED, LOG_LINES -> "";
            case NEW_ALERTS -> "New alerts";
            case SOME_RESOLVED -> "Some alerts resolved";
            case FIRED_AND_RESOLVED -> "Fired and resolved before this message";
            case REPEAT_INTERVAL -> "Still firing (reminder)";
            case LATE_SUMMARY -> "Late: found while catching up";
            case SILENCE_EXPIRING -> "A silence ends soon";
            case SILENCE_ENDED -> "A silence has ended; this is what it hid";
            case STORM -> "Many alerts at once; this is a summary";
            case STORM_ENDED -> "The storm is over";
            case TEST -> "Test message: nothing is wrong";
            case OTHER -> "";
        };
    }

    @Override
    String resolveReason(@Nullable ResolveReason reason) {
        if (reason == null) {
            return "resolved";
        }
        return switch (reason) {
            case CONDITION_FALSE -> "the condition no longer holds";
            case NO_DATA -> "no more data";
            case RULE_CHANGED -> "the rule was changed";
            case RULE_REMOVED -> "the rule was removed";
            case PAUSED -> "the rule is paused";
            case EXTERNAL -> "told by the sender";
            case OTHER -> "resolved";
        };
    }

    @Override
    String lineCount(int count) {
        return count + "x ";
    }

    @Override
    public String button(MessageButton button) {
        return switch (button) {
            case ACKNOWLEDGE -> "Acknowledge";
            case SILENCE_1H -> "Silence 1h";
            case SILENCE_4H -> "Silence 4h";
            case SILENCE_TO_MORNING -> "Silence until 09:00";
            case WHY -> "Why";
            case LINES -> "Log lines";
        };
    }

    @Override
    public String word(TextWord word) {
        return switch (word) {
            case VALUE -> "Value";
            case LAST_VALUE -> "Last value";
            case PRESENT_VALUE -> "Now";
            case SINCE -> "Since";
            case RESOLVED -> "Resolved";
            case LABELS -> "Labels";
            case LINES -> "Log lines";
            case DETAILS -> "Details";
            case ALL_ALERTS -> "All alerts";
            case SILENCE -> "Silence";
            case SILENCE_ALL -> "Silence all";
            case LOGS -> "Logs";
            case RUNBOOK -> "Runbook";
            case LATE -> "Late: found while catching up";
            case POSSIBLE_DUPLICATE -> "Possible duplicate: the first attempt was cut off, it may have arrived";
            case MINIMAL -> "Shortened: the full message was refused";
            case TEMPLATE_FAILED -> "The template of this contact point failed; this is the built-in text";
            case NO_DATA -> "no data";
            case UNKNOWN -> "unknown";
            case STORM -> "Storm";
        };
    }

    @Override
    public String more(int count) {
        return "+" + count + " more";
    }

    @Override
    public String moreLines(long count) {
        return count < 0 ? "+ more lines" : "+" + count + (count == 1 ? " line" : " lines");
    }

    @Override
    TraceWords traceWords() {
        return TraceWords.ENGLISH;
    }

    @Override
    public String duration(String duration) {
        return "for " + duration;
    }

    @Override
    public String note(Note note) {
        return note.english();
    }

    @Override
    public String mute(Mute.MuteKind kind, String by, String until) {
        String end = until.isEmpty() ? "" : " until " + until;
        return switch (kind) {
            case SILENCE -> "Silenced by " + by + end;
            case ACKNOWLEDGEMENT -> "Acknowledged by " + by + (until.isEmpty() ? "" : "," + end + " at the latest");
            case INHIBITION -> "Inhibited by " + by + end;
        };
    }

    @Override
    String evidenceProblem(Evidence evidence) {
        return switch (evidence.cause()) {
            case NONE -> "";
            case NO_DATA_SOURCE, NO_ANSWER, SOURCE_SLOW, CAME_MEANWHILE, QUERY_FAILED ->
                "No log lines: " + evidence.problem();
            case AROUND_MISSING -> "No lines around it: " + evidence.problem();
        };
    }

    @Override
    public String trend(int series) {
        return series <= 1 ? "Trend" : "Trend (highest of " + series + ")";
    }

    @Override
    public Notice parked(String contactPoint, String cause) {
        return new Notice(
                "Contact point \"" + contactPoint + "\" is parked: it takes no messages",
                cause + "\nCorrect it, then un-park it on the page Contact points.");
    }

    @Override
    public Notice unreadable(String contactPoint, int count, String messages, String cause) {
        String what = count == 1 ? "A message" : count + " messages";
        return new Notice(
                what + " to contact point \"" + contactPoint + "\" could not be read and "
                        + (count == 1 ? "was" : "were") + " not sent",
                messages + "\nCause: " + cause + "\nThis happens after going back to an older version. With the newer"
                        + " version they are sent by themselves within a day; later, send them on the page Deliveries, or"
                        + " drop them there.");
    }
}
