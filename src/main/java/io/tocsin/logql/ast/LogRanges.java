package io.tocsin.logql.ast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Finds and rewrites the log ranges inside a metric expression: the lines that a rule looks at. */
public final class LogRanges {

    private LogRanges() {}

    /** All ranges from left to right; empty for {@code vector(1)} and other expressions that read no logs. */
    public static List<LogRange> in(MetricExpr expr) {
        List<LogRange> ranges = new ArrayList<>();
        rewrite(expr, range -> {
            ranges.add(range);
            return range;
        });
        return List.copyOf(ranges);
    }

    /**
     * The expression as it was that long ago: adds to the offset of every range. Evaluating the result at t gives what
     * the given expression gives at t - offset.
     *
     * @param offset may be negative
     */
    public static MetricExpr shift(MetricExpr expr, Duration offset) {
        return rewrite(
                expr,
                range -> new LogRange(
                        range.selector(),
                        range.unwrap(),
                        range.range(),
                        range.offset().plus(offset),
                        range.position()));
    }

    /** The expression with every range replaced. */
    public static MetricExpr rewrite(MetricExpr expr, UnaryOperator<LogRange> change) {
        return expr.accept(new Rewriting(change));
    }

    private record Rewriting(UnaryOperator<LogRange> change) implements MetricExprVisitor<MetricExpr> {

        @Override
        public MetricExpr visitRangeAggregation(RangeAggregation expr) {
            return new RangeAggregation(
                    expr.operation(), expr.parameter(), change.apply(expr.range()), expr.grouping(), expr.position());
        }

        @Override
        public MetricExpr visitVectorAggregation(VectorAggregation expr) {
            return new VectorAggregation(
                    expr.operation(), expr.parameter(), expr.inner().accept(this), expr.grouping(), expr.position());
        }

        @Override
        public MetricExpr visitBinaryOperation(BinaryOperation expr) {
            return new BinaryOperation(
                    expr.operator(),
                    expr.left().accept(this),
                    expr.right().accept(this),
                    expr.matching(),
                    expr.returnBool(),
                    expr.position());
        }

        @Override
        public MetricExpr visitLabelReplace(LabelReplace expr) {
            return new LabelReplace(
                    expr.inner().accept(this),
                    expr.destination(),
                    expr.replacement(),
                    expr.source(),
                    expr.regex(),
                    expr.position());
        }

        @Override
        public MetricExpr visitVector(VectorExpr expr) {
            return expr;
        }

        @Override
        public MetricExpr visitNumber(NumberLiteral expr) {
            return expr;
        }
    }
}
