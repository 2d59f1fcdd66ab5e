package io.tocsin.rule.lint;

import io.tocsin.logql.ast.BinaryOperator;

/** LogQL's comparisons of two numbers. */
final class Comparisons {

    private Comparisons() {}

    static boolean holds(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
            default -> throw new IllegalArgumentException(operator.symbol() + " compares nothing");
        };
    }
}
