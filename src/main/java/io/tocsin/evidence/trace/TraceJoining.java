package io.tocsin.evidence.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts the rows of stack traces together again that an agent sent as lines of their own. */
public final class TraceJoining {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int MAX_ROWS = 2_000;
    private static final int MAX_CHARACTERS = 64 * 1024;
    private static final List<String> CONTINUATIONS = List.of("File \"", "... ", "created by ", "[signal ");
    private static final List<String> CALM_LEVELS = List.of("INFO", "DEBUG", "TRACE", "NOTICE");
    private static final List<String> LEVELS = List.of(
            "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "ERROR", "SEVERE", "FATAL", "CRITICAL", "CRIT", "ALERT", "EMERG", "ERR ");
    private static final int LEVEL_WITHIN = 100;

    private TraceJoining() {}

    /** A line of a stream. */
    public record StreamLine(Instant at, String text) {}

    /**
     * Lines in groups: those of one trace together, any other line alone.
     *
     * @param lines of one stream, oldest first
     */
    public static List<List<StreamLine>> groups(List<StreamLine> lines) {
        List<List<StreamLine>> groups = new ArrayList<>();
        List<StreamLine> open = new ArrayList<>();
        int characters = 0;
        for (int i = 0; i < lines.size(); i++) {
            StreamLine line = lines.get(i);
            String next = i + 1 < lines.size() ? lines.get(i + 1).text() : null;
            boolean isFull = open.size() >= MAX_ROWS || characters + line.text().length() > MAX_CHARACTERS;
            if (!open.isEmpty() && (isFull || !belongs(line, next, open))) {
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
    public static String text(List<StreamLine> group) {
        return String.join("\n", group.stream().map(StreamLine::text).toList());
    }

    private static boolean belongs(StreamLine line, @org.jspecify.annotations.Nullable String next, List<StreamLine> open) {
        StreamLine last = open.get(open.size() - 1);
        if (Duration.between(last.at(), line.at()).compareTo(LONGEST_PAUSE) > 0) {
            return false;
        }
        String text = line.text();
        if (isContinuation(text, next)) {
            return true;
        }
        if (text.isBlank()) {
            return open.size() > 1;
        }
        if (isHead(text)) {
            return false;
        }
        boolean endsPythons = open.size() > 1 && startsWithBlank(last.text()) && open.stream().anyMatch(row -> row.text().stripLeading().startsWith("Traceback"));
        boolean isNextOf = RowWords.isThrowable(text)
                && next != null
                && isContinuation(next, null)
                && !isCalm(open.get(0).text());
        boolean isRowOfMessage = open.size() > 1 && next != null && isContinuation(next, null) && RowWords.isThrowable(open.get(open.size() - 1).text());
        return endsPythons || isNextOf || isRowOfMessage;
    }

    private static boolean isContinuation(String text, @org.jspecify.annotations.Nullable String next) {
        String row = text.stripLeading();
        return !row.isEmpty() && (startsWithBlank(text)
                || Rows.startsWithAny(row, CONTINUATIONS)
                || RowWords.isSuppressed(row)
                || RowWords.isMark(row)
                || RowWords.isConnector(row)
                || isCauseInTrace(row)
                || row.equals("}")
                || FrameShapes.owner(row, next) != null);
    }

    /** A panic begins a trace of its own. */
    private static boolean isCauseInTrace(String row) {
        return RowWords.isCause(row) && !row.startsWith("panic: ") && !row.startsWith("fatal error: ") && !row.startsWith("Exception in thread ");
    }

    private static boolean startsWithBlank(String text) {
        return text.startsWith(" ") || text.startsWith("\t");
    }

    /** Whether a line looks like the beginning of an entry: with a time, a level, or as JSON. */
    static boolean isHead(String text) {
        char first = text.charAt(0);
        char second = text.length() > 1 ? text.charAt(1) : ' ';
        boolean isTime = Character.isDigit(first) && Character.isDigit(second);
        boolean isInBrackets = first == '[' && (Character.isDigit(second) || Rows.startsWithAny(text.substring(1), LEVELS));
        boolean isOfKlog = "IWEF".indexOf(first) >= 0 && Rows.number(text, 1) > 100 && text.length() > 5 && text.charAt(5) == ' ';
        return isTime || isInBrackets || first == '{' || first == '<' && Character.isDigit(second) || isOfKlog
                || Rows.startsWithAny(text.toUpperCase(Locale.ROOT).substring(0, Math.min(text.length(), 10)), LEVELS);
    }

    private static boolean isCalm(String head) {
        return Rows.containsAny(head.substring(0, Math.min(head.length(), LEVEL_WITHIN)), CALM_LEVELS);
    }
}
