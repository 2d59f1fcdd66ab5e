package io.tocsin.importer.grafana;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.LogRanges;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorOperation;
import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value in place of a course of values. Where the points of the course are counts of windows that lie side by side, the
 * count of one long window is their sum; PromQL has subqueries; for the rest there is no query.
 */
final class RangeReduction {

    private static final Map<String, String> OVER_TIME = Map.of(
            "mean", "avg_over_time",
            "avg", "avg_over_time",
            "min", "min_over_time",
            "max", "max_over_time",
            "sum", "sum_over_time",
            "count", "count_over_time");
    private static final Map<String, Set<RangeOperation>> TILING = Map.of(
            "sum", Set.of(RangeOperation.COUNT_OVER_TIME, RangeOperation.BYTES_OVER_TIME, RangeOperation.SUM_OVER_TIME),
            "mean", Set.of(RangeOperation.RATE, RangeOperation.BYTES_RATE),
            "avg", Set.of(RangeOperation.RATE, RangeOperation.BYTES_RATE),
            "max", Set.of(RangeOperation.MAX_OVER_TIME),
            "min", Set.of(RangeOperation.MIN_OVER_TIME));
    private static final Map<String, VectorOperation> OUTER = Map.of(
            "sum", VectorOperation.SUM,
            "mean", VectorOperation.SUM,
            "avg", VectorOperation.SUM,
            "max", VectorOperation.MAX,
            "min", VectorOperation.MIN);

    private RangeReduction() {}

    /** The PromQL that reduces the course of an expression; null when there is none. */
    static @Nullable String ofPromql(String expression, String reducer, Duration window, Duration step) {
        String points = "((" + expression + ")[" + PrometheusDuration.format(window) + ":"
                + PrometheusDuration.format(step) + "])";
        if (reducer.equals("median")) {
            return "quantile_over_time(0.5, " + points.substring(1);
        }
        String function = OVER_TIME.get(reducer);
        return function == null ? null : function + points;
    }

    /** The LogQL that reduces the course of an expression; null when there is none. */
    static @Nullable String ofLogql(String expression, String reducer, Duration window, Duration step) {
        Set<RangeOperation> operations = TILING.get(reducer);
        try {
            LogqlExpr read = new LogqlParser().parse(expression);
            return operations != null
                            && read instanceof MetricExpr metric
                            && isTiled(metric, operations, OUTER.get(reducer), step)
                    ? LogRanges.rewrite(metric, range -> widened(range, window)).toString()
                    : null;
        } catch (LogqlSyntaxException e) {
            return null;
        }
    }

    private static boolean isTiled(
            MetricExpr expression, Set<RangeOperation> operations, @Nullable VectorOperation outer, Duration step) {
        if (expression instanceof VectorAggregation aggregation) {
            return aggregation.operation() == outer && isTiled(aggregation.inner(), operations, outer, step);
        }
        return expression instanceof RangeAggregation range
                && operations.contains(range.operation())
                && range.range().range().equals(step);
    }

    private static LogRange widened(LogRange range, Duration window) {
        return new LogRange(range.selector(), range.unwrap(), window, range.offset(), range.position());
    }
}
