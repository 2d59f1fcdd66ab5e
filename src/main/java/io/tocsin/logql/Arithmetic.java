package io.tocsin.logql;

import io.tocsin.logql.ast.BinaryOperator;

/** The operators on two numbers, as Loki carries them out while it parses literals and while it evaluates. */
public final class Arithmetic {

    private Arithmetic() {}

    /** Not for set operators. Division by zero is NaN, not infinite; a comparison is 1 or 0. */
    public static double apply(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> right == 0 ? Double.NaN : left / right;
            case MODULO -> right == 0 ? Double.NaN : left % right;
            case POWER -> power(left, right);
            default -> holds(operator, left, right) ? 1 : 0;
        };
    }

    /** Go has 1 for one to any power and for minus one to an infinite one, where Java has NaN. */
    private static double power(double base, double exponent) {
        if (base == 1 || base == -1 && Double.isInfinite(exponent)) {
            return 1;
        }
        return Math.pow(base, exponent);
    }

    public static boolean holds(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
            default -> throw new IllegalArgumentException("not a comparison: " + operator);
        };
    }
}
