package io.tocsin.evidence.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts the rows of stack traces together again that an agent sent as lines of their own. */
public final class TraceJoining {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int MAX_ROWS = 2_000;
    private static final int MAX_CHARACTERS = 64 * 1024;
    /** So far below the name of an exception its frames may begin, after the rows of its message. */
    private static final int MESSAGE_ROWS = 20;

    private static final List<String> CONTINUATIONS = List.of(
            "File \"",
            "... ",
            "created by ",
            "[signal ",
            "[stacktrace]",
            "Stack trace:",
            "--- End of ",
            "--- 내부 ",
            "\"}",
            "[SQL: ",
            "[parameters: ",
            "(Background on this error at: ");
    /** They begin the trace of a line above, or stand for themselves. */
    private static final List<String> STARTS = List.of("Traceback ", "+ Exception Group Traceback ", "goroutine ");
    /** They never belong to the line above. */
    private static final List<String> BEGINNINGS = List.of(
            "panic: ",
            "fatal error: ",
            "Exception in thread ",
            "Unhandled exception",
            "PHP Fatal error: ",
            "Fatal error: ");

    private static final List<String> FIELDS = List.of("level=", "ts=", "time=", "msg=", "lvl=", "t=", "date=");
    private static final List<String> CALM_LEVELS = List.of("INFO", "DEBUG", "TRACE", "NOTICE");
    private static final List<String> LEVELS = List.of(
            "TRACE",
            "DEBUG",
            "INFO",
            "NOTICE",
            "WARN",
            "ERROR",
            "SEVERE",
            "FATAL",
            "CRITICAL",
            "CRIT",
            "ALERT",
            "EMERG",
            "ERR ");
    private static final int LEVEL_WITHIN = 100;

    private TraceJoining() {}

    /** A line of a stream. */
    public record SentLine(Instant at, String text) {}

    /**
     * Lines in groups: those of one trace together, any other line alone.
     *
     * @param lines of one stream, oldest first
     */
    public static List<List<SentLine>> groups(List<SentLine> lines) {
        List<List<SentLine>> groups = new ArrayList<>();
        List<SentLine> open = new ArrayList<>();
        int characters = 0;
        for (int i = 0; i < lines.size(); i++) {
            SentLine line = lines.get(i);
            boolean isFull = open.size() >= MAX_ROWS || characters + line.text().length() > MAX_CHARACTERS;
            if (!open.isEmpty() && (isFull || !belongs(lines, i, open))) {
                groups.add(List.copyOf(open));
                open.clear();
                characters = 0;
            }
            open.add(line);
            characters += line.text().length() + 1;
        }
        if (!open.isEmpty()) {
            groups.add(List.copyOf(open));
        }
        return groups;
    }

    /** The rows of a group as one text. */
    public static String text(List<SentLine> group) {
        return String.join("\n", group.stream().map(SentLine::text).toList());
    }

    private static boolean belongs(List<SentLine> lines, int index, List<SentLine> open) {
        SentLine last = open.get(open.size() - 1);
        SentLine line = lines.get(index);
        if (Duration.between(last.at(), line.at()).compareTo(LONGEST_PAUSE) > 0) {
            return false;
        }
        String text = line.text();
        String row = text.stripLeading();
        if (row.isEmpty()) {
            return true;
        }
        boolean isTrace = open.size() > 1;
        if (Rows.startsWithAny(row, STARTS)) {
            return isTrace || !isCalm(last.text());
        }
        if (isContinuation(text, textAt(lines, index + 1))) {
            return true;
        }
        if (isHead(text) || Rows.startsWithAny(row, BEGINNINGS)) {
            return false;
        }
        boolean endsPythons = isTrace
                && startsWithBlank(last.text())
                && open.stream().anyMatch(part -> part.text().contains("Traceback (most recent"));
        return endsPythons || (isTrace || !isCalm(last.text())) && areFramesBelow(lines, index);
    }

    private static @Nullable String textAt(List<SentLine> lines, int index) {
        return index < lines.size() ? lines.get(index).text() : null;
    }

    /** Whether what stands here is a row of a message, because frames come below it before anything else begins. */
    private static boolean areFramesBelow(List<SentLine> lines, int index) {
        for (int i = index + 1; i < Math.min(lines.size(), index + MESSAGE_ROWS); i++) {
            String text = lines.get(i).text();
            if (FrameShapes.owner(text.stripLeading(), textAt(lines, i + 1)) != null) {
                return true;
            }
            if (!text.isBlank() && isHead(text)) {
                return false;
            }
        }
        return false;
    }

    private static boolean isContinuation(String text, @Nullable String next) {
        String row = text.stripLeading();
        return startsWithBlank(text)
                || Rows.startsWithAny(row, CONTINUATIONS)
                || RowWords.isSuppressed(row)
                || RowWords.isConnector(row)
                || RowWords.isCause(row) && !Rows.startsWithAny(row, BEGINNINGS)
                || row.equals("}")
                || FrameShapes.owner(row, next) != null;
    }

    private static boolean startsWithBlank(String text) {
        return text.startsWith(" ") || text.startsWith("\t");
    }

    /** Whether a line looks like the beginning of an entry: with a time, a level, or as JSON. */
    static boolean isHead(String text) {
        char first = text.charAt(0);
        char second = text.length() > 1 ? text.charAt(1) : ' ';
        boolean isTime = Character.isDigit(first) && Character.isDigit(second);
        boolean isInBrackets =
                first == '[' && (Character.isDigit(second) || Rows.startsWithAny(text.substring(1), LEVELS));
        boolean isOfKlog =
                "IWEF".indexOf(first) >= 0 && Rows.number(text, 1) > 100 && text.length() > 5 && text.charAt(5) == ' ';
        boolean isOfFields = Rows.startsWithAny(text, FIELDS);
        return isTime
                || isOfFields
                || isInBrackets
                || first == '{'
                || first == '<' && Character.isDigit(second)
                || isOfKlog
                || startsWithLevel(text);
    }

    /** {@code ERROR …} or {@code error: …}; other words begin like that, too. */
    private static boolean startsWithLevel(String text) {
        int colon = text.indexOf(':');
        return Rows.startsWithAny(text, LEVELS)
                || colon > 2
                        && colon < 9
                        && Rows.startsWithAny(text.substring(0, colon).toUpperCase(Locale.ROOT) + " ", LEVELS);
    }

    private static boolean isCalm(String head) {
        return Rows.containsAny(head.substring(0, Math.min(head.length(), LEVEL_WITHIN)), CALM_LEVELS);
    }
}
