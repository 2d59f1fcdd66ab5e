package io.tocsin.logql.engine;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.JsonStage;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorOperation;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loki cuts instant queries over long ranges into parts and joins what the parts yield. Two things of that are visible:
 * the series limit applies to each part, which can be an inner expression, and joining loses labels with empty values.
 * This finds these expressions and does the same to them.
 */
final class SplitSeriesLimit {

    private final Set<MetricExpr> limited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<MetricExpr> joined = Collections.newSetFromMap(new IdentityHashMap<>());
    private final long splitNanos;
    private final int maxSeries;

    private SplitSeriesLimit(long splitNanos, int maxSeries) {
        this.splitNanos = splitNanos;
        this.maxSeries = maxSeries;
    }

    static SplitSeriesLimit none() {
        return new SplitSeriesLimit(0, Integer.MAX_VALUE);
    }

    static SplitSeriesLimit of(MetricExpr expr, QueryLimits limits) {
        SplitSeriesLimit limit = new SplitSeriesLimit(Nanos.of(limits.splitInterval()), limits.maxSeries());
        if (limit.splitNanos > 0 && isSplittable(expr)) {
            limit.mark(expr, null);
        }
        return limit;
    }

    /** The evaluator, which fails on too many series if Loki would run the expression as a query of its own. */
    QueryEvaluator guard(MetricExpr expr, QueryEvaluator evaluator) {
        if (!limited.contains(expr)) {
            return evaluator;
        }
        return step -> {
            List<EngineSample> vector = evaluator.at(step);
            MetricQuery.checkSeries(vector.size(), maxSeries);
            return joined.contains(expr) ? withoutEmptyLabels(vector) : vector;
        };
    }

    private static List<EngineSample> withoutEmptyLabels(List<EngineSample> vector) {
        Map<SeriesLabels, Double> sums = new LinkedHashMap<>();
        vector.forEach(sample -> sums.merge(sample.labels().withoutEmpty(), sample.value(), Double::sum));
        List<EngineSample> result = new ArrayList<>();
        sums.forEach((labels, value) -> result.add(new EngineSample(labels, value)));
        return result;
    }

    private static boolean isSplittable(MetricExpr expr) {
        if (expr instanceof VectorAggregation aggregation) {
            return isSplittable(aggregation.operation()) && isSplittable(aggregation.inner());
        }
        if (expr instanceof RangeAggregation range) {
            return switch (range.operation()) {
                case RATE, BYTES_RATE, BYTES_OVER_TIME, COUNT_OVER_TIME, SUM_OVER_TIME, MAX_OVER_TIME, MIN_OVER_TIME ->
                    true;
                default -> false;
            };
        }
        if (expr instanceof BinaryOperation operation) {
            boolean literalRight = Constants.valueOf(operation.right()) != null;
            return isSplittable(operation.left())
                    || Constants.valueOf(operation.left()) != null && isSplittable(operation.right())
                    || literalRight;
        }
        return expr instanceof LabelReplace replace && isSplittable(replace.inner());
    }

    private static boolean isSplittable(VectorOperation operation) {
        return switch (operation) {
            case SUM, COUNT, MAX, MIN, AVG, TOPK, SORT, SORT_DESC -> true;
            default -> false;
        };
    }

    private void mark(MetricExpr expr, @Nullable VectorAggregation pushed) {
        if (expr instanceof VectorAggregation aggregation) {
            mark(aggregation.inner(), isPushedDown(aggregation) ? aggregation : null);
        } else if (expr instanceof RangeAggregation range) {
            boolean isLong = Nanos.of(range.range().range()) > splitNanos;
            boolean stays = range.grouping() == null && pushed == null && extractsLabels(range);
            if (isLong && !stays) {
                MetricExpr part = pushed == null ? range : pushed;
                limited.add(part);
                if (isSummed(range)) {
                    joined.add(part);
                }
            }
        } else if (expr instanceof BinaryOperation operation) {
            mark(operation.left(), pushed);
            mark(operation.right(), pushed);
        } else if (expr instanceof LabelReplace replace) {
            mark(replace.inner(), pushed);
        }
    }

    /** Whether the parts are summed; otherwise they are only put together. */
    private static boolean isSummed(RangeAggregation range) {
        return switch (range.operation()) {
            case COUNT_OVER_TIME, BYTES_OVER_TIME -> !extractsLabels(range);
            case SUM_OVER_TIME, RATE, BYTES_RATE -> true;
            default -> false;
        };
    }

    private static boolean isPushedDown(VectorAggregation aggregation) {
        return !(aggregation.inner() instanceof BinaryOperation)
                && switch (aggregation.operation()) {
                    case COUNT, TOPK, SORT, SORT_DESC -> false;
                    default -> true;
                };
    }

    private static boolean extractsLabels(RangeAggregation range) {
        for (PipelineStage stage : range.range().selector().stages()) {
            if (stage instanceof JsonStage json && json.extractions().isEmpty()
                    || stage instanceof LogfmtStage logfmt
                            && logfmt.extractions().isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
