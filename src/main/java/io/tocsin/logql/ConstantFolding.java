package io.tocsin.logql;

import io.tocsin.logql.ast.BinaryOperator;

/** Operations between two literals, which Loki carries out while it parses. */
final class ConstantFolding {

    private ConstantFolding() {}

    /** The result; comparisons give 0 or 1. Not for set operators, which take no literals. */
    static double apply(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> right == 0 ? Double.NaN : left / right;
            case MODULO -> right == 0 ? Double.NaN : left % right;
            case POWER -> power(left, right);
            case EQUAL -> truth(left == right);
            case NOT_EQUAL -> truth(left != right);
            case LESS -> truth(left < right);
            case LESS_OR_EQUAL -> truth(left <= right);
            case GREATER -> truth(left > right);
            case GREATER_OR_EQUAL -> truth(left >= right);
            case OR, AND, UNLESS -> throw new IllegalArgumentException(operator + " does not work on literals");
        };
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private static double power(double base, double exponent) {
        // Go and Java disagree on these two.
        boolean one = base == 1 || base == -1 && Double.isInfinite(exponent);
        return one ? 1 : Math.pow(base, exponent);
    }
}
