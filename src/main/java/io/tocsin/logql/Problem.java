package io.tocsin.logql;

import io.tocsin.logql.ast.Position;

/**
 * Why a query is refused.
 *
 * @param placed whether Loki's message names the place
 * @param reportedLine the line in Loki's message, which is not always that of the position
 */
record Problem(String text, Position position, boolean placed, int reportedLine) {

    /** A problem that Loki reports without a place. */
    static Problem of(String text, Position position) {
        return new Problem(text, position, false, 0);
    }

    /** A problem that Loki reports with line and column. */
    static Problem at(String text, Position position, int reportedLine) {
        return new Problem(text, position, true, reportedLine);
    }

    LogqlSyntaxException toException(String query) {
        return toException(query, "");
    }

    /** @param advice what Loki does not say; may be empty */
    LogqlSyntaxException toException(String query, String advice) {
        boolean showsPlace = placed && (reportedLine > 0 || position.column() > 0);
        String message = showsPlace
                ? "parse error at line " + reportedLine + ", col " + position.column() + ": " + text
                : "parse error : " + text;
        return new LogqlSyntaxException(message, text, query, position, advice);
    }
}
