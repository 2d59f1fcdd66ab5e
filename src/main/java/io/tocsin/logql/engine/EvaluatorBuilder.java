package io.tocsin.logql.engine;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.Grouping;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorOperation;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.SampleGrouping;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a metric expression into evaluators and reads the entries they need. */
final class EvaluatorBuilder implements MetricExprVisitor<QueryEvaluator> {

    private final LogSource source;
    private final Steps steps;
    private final Scan scan;
    private final SplitSeriesLimit splitLimit;
    private final Map<MetricExpr, List<EngineSample>> known;

    EvaluatorBuilder(LogSource source, Steps steps, Scan scan, SplitSeriesLimit splitLimit) {
        this(source, steps, scan, splitLimit, Map.of());
    }

    /** @param known parts of the expression, by identity, whose value is there and is not read */
    EvaluatorBuilder(
            LogSource source,
            Steps steps,
            Scan scan,
            SplitSeriesLimit splitLimit,
            Map<MetricExpr, List<EngineSample>> known) {
        this.source = source;
        this.steps = steps;
        this.scan = scan;
        this.splitLimit = splitLimit;
        this.known = known;
    }

    QueryEvaluator build(MetricExpr expr) {
        List<EngineSample> value = known.get(expr);
        return value == null ? splitLimit.guard(expr, expr.accept(this)) : step -> value;
    }

    @Override
    public QueryEvaluator visitRangeAggregation(RangeAggregation expr) {
        return range(expr, expr.grouping());
    }

    private QueryEvaluator range(RangeAggregation expr, @Nullable Grouping grouping) {
        boolean isAbsent = expr.operation() == RangeOperation.ABSENT_OVER_TIME;
        SampleGrouping samples = grouping == null
                ? new SampleGrouping(List.of(), false, isAbsent)
                : new SampleGrouping(grouping.labels(), grouping.without(), isAbsent || grouping.isSingleton());
        RangeEvaluator evaluator = new RangeEvaluator(expr, samples, steps, scan);
        evaluator.load(source);
        return isAbsent ? new AbsentEvaluator(evaluator, expr.range(), steps, source.knownSinceNanos()) : evaluator;
    }

    @Override
    public QueryEvaluator visitVectorAggregation(VectorAggregation expr) {
        if (expr.operation() == VectorOperation.APPROX_TOPK) {
            throw QueryException.internal("approx_topk is not enabled. See -limits.shard_aggregations");
        }
        boolean groupsAtSource = expr.operation() == VectorOperation.SUM
                && expr.inner() instanceof RangeAggregation range
                && range.grouping() == null
                && !known.containsKey(range)
                && isAdditive(range.operation());
        QueryEvaluator inner =
                groupsAtSource ? range((RangeAggregation) expr.inner(), expr.grouping()) : build(expr.inner());
        return new VectorAggregator(inner, expr);
    }

    /** Whether samples of several series can be thrown together before they are added up. */
    private static boolean isAdditive(RangeOperation operation) {
        return switch (operation) {
            case BYTES_OVER_TIME, BYTES_RATE, SUM_OVER_TIME, RATE, COUNT_OVER_TIME -> true;
            default -> false;
        };
    }

    @Override
    public QueryEvaluator visitBinaryOperation(BinaryOperation expr) {
        Double left = Constants.valueOf(expr.left());
        if (left != null) {
            return new LiteralOperation(build(expr.right()), left, true, expr);
        }
        Double right = Constants.valueOf(expr.right());
        if (right != null) {
            return new LiteralOperation(build(expr.left()), right, false, expr);
        }
        return new VectorOperationEvaluator(build(expr.left()), build(expr.right()), expr);
    }

    @Override
    public QueryEvaluator visitLabelReplace(LabelReplace expr) {
        return new LabelReplaceEvaluator(build(expr.inner()), expr);
    }

    @Override
    public QueryEvaluator visitVector(VectorExpr expr) {
        List<EngineSample> vector = List.of(new EngineSample(SeriesLabels.empty(), expr.value()));
        return step -> vector;
    }

    @Override
    public QueryEvaluator visitNumber(NumberLiteral expr) {
        throw QueryException.internal(
                "unexpected expr type (*syntax.LiteralExpr) for Evaluator type (*logql.DefaultEvaluator)");
    }
}
