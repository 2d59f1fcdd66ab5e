package io.tocsin.logql.engine;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.NumberLiteral;
import org.jspecify.annotations.Nullable;

/** Expressions of nothing but numbers. */
final class Constants {

    private Constants() {}

    /** The number, or null if the expression is not constant. */
    static @Nullable Double valueOf(MetricExpr expr) {
        if (expr instanceof NumberLiteral literal) {
            return literal.value();
        }
        if (expr instanceof BinaryOperation operation && !operation.operator().isSetOperator()) {
            Double left = valueOf(operation.left());
            Double right = left == null ? null : valueOf(operation.right());
            return left == null || right == null ? null : operation.operator().apply(left, right);
        }
        return null;
    }
}
