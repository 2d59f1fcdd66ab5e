package io.tocsin.datasource.loki;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import java.time.Duration;
import java.util.Optional;

/** Rewrites by way of the syntax tree. What our parser does not know stays as it is written. */
final class LogqlOffsetRewriter implements OffsetRewriter {

    private final LogqlParser parser = new LogqlParser();

    @Override
    public Optional<String> shift(String expression, Duration offset) {
        LogqlExpr expr;
        try {
            expr = parser.parse(expression);
        } catch (LogqlSyntaxException e) {
            // Loki shall say what it thinks of it: it may be newer than our grammar.
            return Optional.empty();
        }
        return expr instanceof MetricExpr metric
                ? Optional.of(metric.accept(new Shift(offset)).toString())
                : Optional.empty();
    }

    private record Shift(Duration offset) implements MetricExprVisitor<MetricExpr> {

        @Override
        public MetricExpr visitRangeAggregation(RangeAggregation expr) {
            LogRange range = expr.range();
            LogRange shifted = new LogRange(
                    range.selector(),
                    range.unwrap(),
                    range.range(),
                    range.offset().plus(offset),
                    range.position());
            return new RangeAggregation(expr.operation(), expr.parameter(), shifted, expr.grouping(), expr.position());
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
