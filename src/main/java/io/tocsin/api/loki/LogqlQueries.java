package io.tocsin.api.loki;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.LogSource;

/** Evaluates queries; every failure of a query is a {@link LokiException} with Loki's status and text. */
interface LogqlQueries {

    QueryAnswer instant(MetricExpr expr, long timeNanos, LogSource source);

    /** Start and end are as the client gave them. */
    QueryAnswer range(MetricExpr expr, LokiParameters.Bounds bounds, long stepNanos, LogSource source);

    /** The newest or oldest lines of {@code [start, end)}. */
    QueryAnswer.Streams lines(LogSelectorExpr expr, LineRequest request, LogSource source);

    /**
     * @param intervalNanos the least distance between two lines of a stream in the answer, 0 for none
     * @param categorized whether lines tell which of their labels are metadata and which parsed
     */
    record LineRequest(
            LokiParameters.Bounds bounds, int limit, Direction direction, long intervalNanos, boolean categorized) {}
}
