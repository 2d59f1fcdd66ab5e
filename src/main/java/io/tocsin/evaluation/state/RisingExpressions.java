package io.tocsin.evaluation.state;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.logql.ast.VectorOperation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the expressions whose values can only rise, and whose series can only become more, when further lines of the same
 * time arrive: counts of lines and bytes, their sums and maxima, and comparisons from below. What is not plain is not one.
 */
public final class RisingExpressions {

    private static final int MAX_REMEMBERED = 5_000;

    private final LogqlParser parser = new LogqlParser();
    private final Map<String, Boolean> remembered = new ConcurrentHashMap<>();

    public boolean isRising(String expression) {
        if (remembered.size() > MAX_REMEMBERED) {
            remembered.clear();
        }
        return remembered.computeIfAbsent(expression, this::read);
    }

    private boolean read(String expression) {
        try {
            LogqlExpr parsed = parser.parse(expression);
            return parsed instanceof MetricExpr metric && isRising(metric);
        } catch (LogqlSyntaxException e) {
            return false;
        }
    }

    /** A constant in place of nothing is no value that has sunk, as long as it is none that counts. */
    private static boolean isRising(MetricExpr expr) {
        boolean isOrZero = expr instanceof BinaryOperation operation
                && operation.operator() == BinaryOperator.OR
                && operation.matching().equals(VectorMatching.DEFAULT)
                && operation.right() instanceof VectorExpr vector
                && vector.value() <= 0;
        return isOrZero ? isRising(((BinaryOperation) expr).left()) : expr.accept(Counting.INSTANCE);
    }

    /** Whether a part of the tree counts: its values are never negative, and rise. */
    private static final class Counting implements MetricExprVisitor<Boolean> {

        static final Counting INSTANCE = new Counting();

        private static final Set<RangeOperation> COUNTS = Set.of(
                RangeOperation.COUNT_OVER_TIME,
                RangeOperation.RATE,
                RangeOperation.BYTES_OVER_TIME,
                RangeOperation.BYTES_RATE);
        private static final Set<VectorOperation> SUMS =
                Set.of(VectorOperation.SUM, VectorOperation.MAX, VectorOperation.COUNT);

        @Override
        public Boolean visitRangeAggregation(RangeAggregation expr) {
            return COUNTS.contains(expr.operation()) && expr.range().unwrap() == null;
        }

        @Override
        public Boolean visitVectorAggregation(VectorAggregation expr) {
            return SUMS.contains(expr.operation()) && expr.inner().accept(this);
        }

        @Override
        public Boolean visitBinaryOperation(BinaryOperation expr) {
            if (expr.returnBool()) {
                return false;
            }
            if (expr.right() instanceof NumberLiteral number) {
                return switch (expr.operator()) {
                    case GREATER, GREATER_OR_EQUAL -> expr.left().accept(this);
                    case MULTIPLY, DIVIDE -> number.value() > 0 && expr.left().accept(this);
                    default -> false;
                };
            }
            return expr.left() instanceof NumberLiteral
                    && (expr.operator() == BinaryOperator.LESS || expr.operator() == BinaryOperator.LESS_OR_EQUAL)
                    && expr.right().accept(this);
        }

        @Override
        public Boolean visitLabelReplace(LabelReplace expr) {
            return false;
        }

        @Override
        public Boolean visitVector(VectorExpr expr) {
            return false;
        }

        @Override
        public Boolean visitNumber(NumberLiteral expr) {
            return false;
        }
    }
}
