package io.tocsin.logql.engine;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.engine.EngineResult.EnginePoint;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.EngineResult.EngineSeries;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The execution of one metric expression. */
final class MetricQuery {

    private static final int BYTES_PER_POINT = 32;

    private final MetricExpr expr;
    private final LogSource source;
    private final Scan scan;

    MetricQuery(MetricExpr expr, LogSource source, QueryContext context) {
        this.expr = expr;
        this.source = source;
        this.scan = new Scan(context);
    }

    EngineResult instant(long atNanos) {
        Steps steps = Steps.single(atNanos);
        Double constant = Constants.valueOf(expr);
        if (constant != null) {
            return new EngineResult.Scalar(steps.millisAt(0), constant, scan.statistics());
        }
        SplitSeriesLimit splitLimit = SplitSeriesLimit.of(expr, scan.limits());
        QueryEvaluator evaluator = new EvaluatorBuilder(source, steps, scan, splitLimit).build(expr);
        List<EngineSample> samples = evaluator.at(0);
        checkSeries(samples.size(), scan.limits().maxSeries());
        return new EngineResult.Vector(steps.millisAt(0), ordered(samples), scan.statistics());
    }

    /** The value of an expression all of whose windows are known, in the order of the instant query. */
    List<EngineSample> computed(Map<MetricExpr, List<EngineSample>> known) {
        QueryEvaluator evaluator =
                new EvaluatorBuilder(source, Steps.single(0), scan, SplitSeriesLimit.none(), known).build(expr);
        return ordered(evaluator.at(0));
    }

    private List<EngineSample> ordered(List<EngineSample> vector) {
        List<EngineSample> samples = new ArrayList<>(vector);
        if (!sortsByValue(expr)) {
            samples.sort(Comparator.comparing(EngineSample::labels));
        }
        return samples;
    }

    EngineResult range(Steps steps) {
        Double constant = Constants.valueOf(expr);
        QueryEvaluator evaluator;
        if (constant == null) {
            evaluator = new EvaluatorBuilder(source, steps, scan, SplitSeriesLimit.none()).build(expr);
        } else {
            List<EngineSample> vector = List.of(new EngineSample(SeriesLabels.empty(), constant));
            evaluator = step -> vector;
        }
        Map<SeriesLabels, List<EnginePoint>> points = new HashMap<>();
        for (int step = 0; step < steps.count(); step++) {
            scan.checkCancelled();
            List<EngineSample> vector = evaluator.at(step);
            scan.allocate((long) BYTES_PER_POINT * vector.size());
            for (EngineSample sample : vector) {
                points.computeIfAbsent(sample.labels(), labels -> new ArrayList<>())
                        .add(new EnginePoint(steps.millisAt(step), sample.value()));
            }
            checkSeries(points.size(), scan.limits().maxSeries());
        }
        List<EngineSeries> series = new ArrayList<>();
        points.forEach((labels, values) -> series.add(new EngineSeries(labels, values)));
        series.sort(Comparator.comparing(EngineSeries::labels));
        return new EngineResult.Matrix(series, scan.statistics());
    }

    static void checkSeries(int count, int limit) {
        if (count > limit) {
            throw QueryException.badRequest("maximum number of series (" + limit + ") reached for a single query; "
                    + "consider reducing query cardinality by adding more specific stream selectors, reducing the time "
                    + "range, or aggregating results with functions like sum(), count() or topk()");
        }
    }

    private static boolean sortsByValue(MetricExpr expr) {
        if (expr instanceof VectorAggregation aggregation) {
            return aggregation.operation().isSort() || sortsByValue(aggregation.inner());
        }
        if (expr instanceof BinaryOperation operation) {
            return sortsByValue(operation.left()) || sortsByValue(operation.right());
        }
        return expr instanceof LabelReplace replace && sortsByValue(replace.inner());
    }
}
