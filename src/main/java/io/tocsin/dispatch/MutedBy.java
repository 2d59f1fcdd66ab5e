package io.tocsin.dispatch;

import io.tocsin.label.Labels;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What mutes an alert, in the form in which it is stored and shown: {@code silence ID, inhibited by {…}}. */
public final class MutedBy {

    private static final Pattern SILENCE = Pattern.compile("\\bsilence ([0-9a-f-]{36})");

    private MutedBy() {}

    /** Empty when nothing mutes it. */
    static String text(List<Silence> silences, @Nullable Labels inhibitedBy) {
        List<String> parts = new ArrayList<>();
        silences.forEach(silence -> parts.add("silence " + silence.id()));
        if (inhibitedBy != null) {
            parts.add("inhibited by " + inhibitedBy);
        }
        return String.join(", ", parts);
    }

    /** The silences that the text names. */
    public static List<SilenceId> silences(String text) {
        int end = text.indexOf("inhibited by ");
        Matcher matcher = SILENCE.matcher(end < 0 ? text : text.substring(0, end));
        List<SilenceId> ids = new ArrayList<>();
        while (matcher.find()) {
            ids.add(new SilenceId(matcher.group(1)));
        }
        return ids;
    }

    /** Whether an alert that fires is what mutes. */
    public static boolean isInhibited(String text) {
        return text.contains("inhibited by ");
    }
}
