package io.tocsin.evidence;

import java.time.Instant;
import java.util.List;

/**
 * What stands behind an alert, ready for a message: its log lines, redacted, capped, and with equal shapes folded, and
 * the course of its value. Still untrusted text; every channel escapes it.
 *
 * @param lines newest first; with their surroundings oldest first
 * @param total how many lines the window holds, as far as known; -1 when unknown
 * @param problem why there are no lines although there should be some, in English; empty otherwise
 * @param cause the kind of the problem
 * @param ownPackages beginnings of the packages whose frames are a team's own; empty: what is no known library
 */
public record Evidence(
        List<Line> lines, long total, String problem, Cause cause, Trend trend, List<String> ownPackages) {

    public static final Evidence NONE = new Evidence(List.of(), -1, "");

    /** Why lines are missing. */
    public enum Cause {
        NONE,
        NO_DATA_SOURCE,
        NO_ANSWER,
        /** Nobody asked, because the last questions were not answered in time. */
        SOURCE_SLOW,
        QUERY_FAILED,
        /** The alert joined its message while the lines of the others were fetched. */
        CAME_MEANWHILE,
        /** The lines are there, but not what stands around them. */
        AROUND_MISSING
    }

    /** What an older version stored has neither cause nor trend nor packages. */
    @SuppressWarnings("NullAway")
    public Evidence {
        lines = List.copyOf(lines);
        cause = cause != null ? cause : problem.isEmpty() ? Cause.NONE : Cause.QUERY_FAILED;
        trend = trend == null ? Trend.NONE : trend;
        ownPackages = ownPackages == null ? List.of() : List.copyOf(ownPackages);
    }

    /** Lines without a course of the value. */
    public Evidence(List<Line> lines, long total, String problem) {
        this(lines, total, problem, problem.isEmpty() ? Cause.NONE : Cause.QUERY_FAILED, Trend.NONE, List.of());
    }

    /** The question for the lines failed. */
    public static Evidence failed(String problem) {
        return failed(Cause.QUERY_FAILED, problem);
    }

    public static Evidence failed(Cause cause, String problem) {
        return new Evidence(List.of(), -1, problem, cause, Trend.NONE, List.of());
    }

    public Evidence with(Trend other) {
        return new Evidence(lines, total, problem, cause, other, ownPackages);
    }

    /** The same lines, and what could not be found besides them. */
    public Evidence withProblem(String other) {
        return new Evidence(lines, total, other, Cause.AROUND_MISSING, trend, ownPackages);
    }

    public Evidence withOwnPackages(List<String> packages) {
        return new Evidence(lines, total, problem, cause, trend, packages);
    }

    /** Whether lines around the matching ones are shown, so that those have to be marked. */
    public boolean hasSurroundings() {
        return lines.stream().anyMatch(line -> line.place() == LinePlace.AROUND);
    }

    public boolean isEmpty() {
        return lines.isEmpty() && problem.isEmpty() && trend.values().isEmpty();
    }

    /** Why a line is shown. */
    public enum LinePlace {
        /** The rule counts it. */
        MATCH,
        /** It stands before or after such a line in the same stream. */
        AROUND
    }

    /**
     * One line, or one shape that stands for several. It may have several rows.
     *
     * @param count how many lines of the window have this shape; 1 for a plain line
     */
    public record Line(Instant at, String text, int count, LinePlace place) {

        /** What an older version stored has no place. */
        @SuppressWarnings("NullAway")
        public Line {
            place = place == null ? LinePlace.MATCH : place;
        }

        /** A line that the rule counts. */
        public Line(Instant at, String text, int count) {
            this(at, text, count, LinePlace.MATCH);
        }
    }
}
