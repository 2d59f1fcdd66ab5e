package io.tocsin.evidence.trace;

import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Makes a log line fit: frames of libraries go first, then frames, then the middle of messages. What is left out is
 * said in its place, and the innermost cause goes last.
 */
public final class FittedLine {

    private final OwnPackages own;
    private final TraceWords words;
    private final ToIntFunction<String> cost;

    /** @param cost how much of the room a text takes; never less than its number of code points */
    public FittedLine(OwnPackages own, TraceWords words, ToIntFunction<String> cost) {
        this.own = own;
        this.words = words;
        this.cost = cost;
    }

    /** The line in at most so much room; a trace is folded even when it would fit. */
    public String fit(String line, int room) {
        Optional<StackTrace> trace = StackTrace.in(line);
        if (trace.isEmpty()) {
            return rows(line, room);
        }
        String text = "";
        for (TraceDetail detail : TraceDetail.LEVELS) {
            text = TraceLayout.write(trace.get(), own, words, detail);
            if (cost.applyAsInt(text) <= room) {
                return text;
            }
        }
        return first(trace.get(), room);
    }

    /** Where it is thrown, and what caused it, each in half of the room. */
    private String first(StackTrace trace, int room) {
        String first = trace.sections().get(0).head().isEmpty()
                ? ""
                : trace.sections().get(0).head().get(0).text();
        String cause = cut(trace.innermost().text().strip(), room * 3 / 5);
        String before = cut(first.strip(), room - cost.applyAsInt(cause) - 1);
        return first.equals(trace.innermost().text()) || before.length() < 2 ? cause : before + "\n" + cause;
    }

    /** The line as it is when it fits, and otherwise as {@link #fit} does it. */
    public String whole(String line, int room) {
        return cost.applyAsInt(line) <= room ? line : fit(line, room);
    }

    private String rows(String line, int room) {
        if (cost.applyAsInt(line) <= room) {
            return line;
        }
        List<String> rows = Rows.of(line);
        List<String> shown = new ArrayList<>();
        int left = room - cost.applyAsInt(words.rows(rows.size())) - 1;
        for (String row : rows) {
            left -= cost.applyAsInt(row) + 1;
            if (left < 0) {
                break;
            }
            shown.add(row);
        }
        if (shown.isEmpty()) {
            return cut(rows.isEmpty() ? "" : rows.get(0), room);
        }
        if (shown.size() < rows.size()) {
            shown.add(words.rows(rows.size() - shown.size()));
        }
        return String.join("\n", shown);
    }

    private String cut(String text, int room) {
        int codePoints = Math.max(room, 1);
        String shown = CodePoints.cut(text, codePoints);
        while (cost.applyAsInt(shown) > room && codePoints > 1) {
            codePoints = Math.max(codePoints * room / Math.max(cost.applyAsInt(shown), 1), 1);
            shown = CodePoints.cut(text, codePoints);
        }
        return shown;
    }
}
