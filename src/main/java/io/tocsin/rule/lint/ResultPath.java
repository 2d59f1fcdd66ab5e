package io.tocsin.rule.lint;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorMatching.Cardinality;
import java.util.List;
import java.util.stream.Stream;

/** The parts of an expression whose series are series of its result, down to and including the aggregations. */
final class ResultPath {

    private ResultPath() {}

    static List<MetricExpr> of(MetricExpr expression) {
        return expression.accept(new PathVisitor()).toList();
    }

    private static final class PathVisitor implements MetricExprVisitor<Stream<MetricExpr>> {

        @Override
        public Stream<MetricExpr> visitRangeAggregation(RangeAggregation expr) {
            return Stream.of(expr);
        }

        @Override
        public Stream<MetricExpr> visitVectorAggregation(VectorAggregation expr) {
            boolean keepsSeries = expr.operation().isSort() || expr.operation().requiresParameter();
            return keepsSeries ? Stream.concat(Stream.of(expr), expr.inner().accept(this)) : Stream.of(expr);
        }

        @Override
        public Stream<MetricExpr> visitBinaryOperation(BinaryOperation expr) {
            return Stream.concat(Stream.of(expr), sides(expr).flatMap(side -> side.accept(this)));
        }

        private static Stream<MetricExpr> sides(BinaryOperation expr) {
            if (expr.operator() == BinaryOperator.OR) {
                return Stream.of(expr.left(), expr.right());
            }
            if (expr.operator().isSetOperator()) {
                return Stream.of(expr.left());
            }
            if (expr.left() instanceof NumberLiteral) {
                return Stream.of(expr.right());
            }
            boolean isOneToOneOn = expr.matching().on() && expr.matching().cardinality() == Cardinality.ONE_TO_ONE;
            if (isOneToOneOn && !(expr.right() instanceof NumberLiteral)) {
                return Stream.of();
            }
            return Stream.of(expr.matching().cardinality() == Cardinality.ONE_TO_MANY ? expr.right() : expr.left());
        }

        @Override
        public Stream<MetricExpr> visitLabelReplace(LabelReplace expr) {
            return Stream.concat(Stream.of(expr), expr.inner().accept(this));
        }

        @Override
        public Stream<MetricExpr> visitVector(VectorExpr expr) {
            return Stream.of(expr);
        }

        @Override
        public Stream<MetricExpr> visitNumber(NumberLiteral expr) {
            return Stream.of(expr);
        }
    }
}
