package io.tocsin.evidence;

import java.time.Instant;
import java.util.List;

/**
 * What stands behind an alert, ready for a message: its log lines, redacted, capped, and with equal shapes folded, and
 * the course of its value. Still untrusted text; every channel escapes it.
 *
 * @param lines newest first
 * @param total how many lines the window holds, as far as known; -1 when unknown
 * @param problem why there are no lines although there should be some, in English; empty otherwise
 * @param cause the kind of the problem
 */
public record Evidence(List<Line> lines, long total, String problem, Cause cause, Trend trend) {

    public static final Evidence NONE = new Evidence(List.of(), -1, "");

    /** Why lines are missing. */
    public enum Cause {
        NONE,
        NO_DATA_SOURCE,
        NO_ANSWER,
        /** Nobody asked, because the last questions were not answered in time. */
        SOURCE_SLOW,
        QUERY_FAILED
    }

    /** What an older version stored has neither cause nor trend. */
    @SuppressWarnings("NullAway")
    public Evidence {
        lines = List.copyOf(lines);
        cause = cause != null ? cause : problem.isEmpty() ? Cause.NONE : Cause.QUERY_FAILED;
        trend = trend == null ? Trend.NONE : trend;
    }

    /** Lines without a course of the value. */
    public Evidence(List<Line> lines, long total, String problem) {
        this(lines, total, problem, problem.isEmpty() ? Cause.NONE : Cause.QUERY_FAILED, Trend.NONE);
    }

    /** The question for the lines failed. */
    public static Evidence failed(String problem) {
        return failed(Cause.QUERY_FAILED, problem);
    }

    public static Evidence failed(Cause cause, String problem) {
        return new Evidence(List.of(), -1, problem, cause, Trend.NONE);
    }

    public Evidence with(Trend other) {
        return new Evidence(lines, total, problem, cause, other);
    }

    public boolean isEmpty() {
        return lines.isEmpty() && problem.isEmpty() && trend.values().isEmpty();
    }

    /**
     * One line, or one shape that stands for several.
     *
     * @param count how many lines of the window have this shape; 1 for a plain line
     */
    public record Line(Instant at, String text, int count) {}
}
