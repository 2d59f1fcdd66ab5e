package io.tocsin.logql.ast;

import java.util.Optional;

/**
 * The value behind a condition: an expression that ends in a comparison yields nothing while the condition is false, and
 * this is the expression that still yields the value then.
 */
public final class PresentValue {

    private PresentValue() {}

    /**
     * The expression without its final comparison: {@code x > 5} gives {@code x}, as do {@code 5 < x} and {@code x > 5
     * < 9}; {@code x > 5 and on () y > 0} gives {@code x}; {@code x > 5 or y > 7} gives {@code x or y}. Empty when the
     * expression does not end in a comparison that filters.
     */
    public static Optional<MetricExpr> of(MetricExpr expr) {
        MetricExpr stripped = strip(expr);
        return stripped.equals(expr) ? Optional.empty() : Optional.of(stripped);
    }

    private static MetricExpr strip(MetricExpr expr) {
        if (expr instanceof BinaryOperation operation) {
            return strip(operation);
        }
        if (expr instanceof LabelReplace replace) {
            return new LabelReplace(
                    strip(replace.inner()),
                    replace.destination(),
                    replace.replacement(),
                    replace.source(),
                    replace.regex(),
                    replace.position());
        }
        return expr;
    }

    private static MetricExpr strip(BinaryOperation operation) {
        BinaryOperator operator = operation.operator();
        if (operator == BinaryOperator.OR) {
            return new BinaryOperation(
                    operator,
                    strip(operation.left()),
                    strip(operation.right()),
                    operation.matching(),
                    operation.returnBool(),
                    operation.position());
        }
        if (operator.isSetOperator()) {
            MetricExpr left = strip(operation.left());
            return left.equals(operation.left()) ? operation : left;
        }
        if (!operator.isComparison() || operation.returnBool()) {
            return operation;
        }
        boolean literalFirst = operation.left() instanceof NumberLiteral;
        return strip(literalFirst ? operation.right() : operation.left());
    }
}
