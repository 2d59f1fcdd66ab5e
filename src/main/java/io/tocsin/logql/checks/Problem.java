package io.tocsin.logql.checks;

import io.tocsin.logql.ast.Position;

/**
 * Why a query is refused.
 *
 * @param placed whether Loki's message names the place
 * @param reportedLine the line in Loki's message, which is not always that of the position
 * @param advice what Loki does not say and what helps to mend it; may be empty
 */
public record Problem(String text, Position position, boolean placed, int reportedLine, String advice) {

    /** A problem that Loki reports without a place. */
    public static Problem of(String text, Position position) {
        return new Problem(text, position, false, 0, "");
    }

    /** A problem that Loki reports with line and column. */
    public static Problem at(String text, Position position, int reportedLine) {
        return new Problem(text, position, true, reportedLine, "");
    }

    public Problem withAdvice(String help) {
        return new Problem(text, position, placed, reportedLine, help);
    }

    /** The problem as Loki reports it, in one line. */
    public String message() {
        boolean showsPlace = placed && (reportedLine > 0 || position.column() > 0);
        return showsPlace
                ? "parse error at line " + reportedLine + ", col " + position.column() + ": " + text
                : "parse error : " + text;
    }
}
