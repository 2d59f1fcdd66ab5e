package io.tocsin.rule.lint;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import java.util.List;
import java.util.stream.Stream;

/** The parts of an expression. */
final class ExpressionNodes {

    private ExpressionNodes() {}

    /** The expression and everything inside it, outer parts first. */
    static Stream<MetricExpr> all(MetricExpr expression) {
        return Stream.concat(
                Stream.of(expression),
                expression.accept(new Children()).stream().flatMap(ExpressionNodes::all));
    }

    static List<RangeAggregation> ranges(MetricExpr expression) {
        return all(expression)
                .filter(RangeAggregation.class::isInstance)
                .map(RangeAggregation.class::cast)
                .toList();
    }

    private static final class Children implements MetricExprVisitor<List<MetricExpr>> {

        @Override
        public List<MetricExpr> visitRangeAggregation(RangeAggregation expr) {
            return List.of();
        }

        @Override
        public List<MetricExpr> visitVectorAggregation(VectorAggregation expr) {
            return List.of(expr.inner());
        }

        @Override
        public List<MetricExpr> visitBinaryOperation(BinaryOperation expr) {
            return List.of(expr.left(), expr.right());
        }

        @Override
        public List<MetricExpr> visitLabelReplace(LabelReplace expr) {
            return List.of(expr.inner());
        }

        @Override
        public List<MetricExpr> visitVector(VectorExpr expr) {
            return List.of();
        }

        @Override
        public List<MetricExpr> visitNumber(NumberLiteral expr) {
            return List.of();
        }
    }
}
