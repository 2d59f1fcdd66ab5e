package io.tocsin.logql.ast;

import org.jspecify.annotations.Nullable;

/** A function over the lines or values of a time range, for example {@code count_over_time({job="ocr"}[5m])}.
 *
 * @param parameter the quantile of {@code quantile_over_time}; null for every other operation
 * @param grouping null when nothing was written, which is not the same as {@code by ()}
 */
public record RangeAggregation(
        RangeOperation operation,
        @Nullable Double parameter,
        LogRange range,
        @Nullable Grouping grouping,
        Position position)
        implements MetricExpr {

    @Override
    public <R> R accept(MetricExprVisitor<R> visitor) {
        return visitor.visitRangeAggregation(this);
    }

    /** The expression in canonical LogQL; parsing it gives an equal tree. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
