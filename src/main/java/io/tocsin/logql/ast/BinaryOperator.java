package io.tocsin.logql.ast;

/** The operators between metric expressions, with their binding strength. */
public enum BinaryOperator {
    OR("or", 1),
    AND("and", 2),
    UNLESS("unless", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    LESS("<", 3),
    LESS_OR_EQUAL("<=", 3),
    GREATER(">", 3),
    GREATER_OR_EQUAL(">=", 3),
    ADD("+", 4),
    SUBTRACT("-", 4),
    MULTIPLY("*", 5),
    DIVIDE("/", 5),
    MODULO("%", 5),
    POWER("^", 6);

    private static final int SET_PRECEDENCE = 2;
    private static final int COMPARISON_PRECEDENCE = 3;

    private final String symbol;
    private final int precedence;

    BinaryOperator(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    /** The operator as written. */
    public String symbol() {
        return symbol;
    }

    /** Higher binds tighter. */
    public int precedence() {
        return precedence;
    }

    /** True for {@code ^} only; all others associate to the left. */
    public boolean isRightAssociative() {
        return this == POWER;
    }

    /** True for {@code and}, {@code or} and {@code unless}. */
    public boolean isSetOperator() {
        return precedence <= SET_PRECEDENCE;
    }

    public boolean isComparison() {
        return precedence == COMPARISON_PRECEDENCE;
    }

    /**
     * The value for two numbers, as Loki computes it while it parses literals and while it evaluates. Not for set
     * operators. Division by zero is NaN, not infinite; a comparison is 1 or 0.
     */
    public double apply(double left, double right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> right == 0 ? Double.NaN : left / right;
            case MODULO -> right == 0 ? Double.NaN : left % right;
            case POWER -> power(left, right);
            default -> holds(left, right) ? 1 : 0;
        };
    }

    /** Go has 1 for one to any power and for minus one to an infinite one, where Java has NaN. */
    private static double power(double base, double exponent) {
        if (base == 1 || base == -1 && Double.isInfinite(exponent)) {
            return 1;
        }
        return Math.pow(base, exponent);
    }

    /** Whether a comparison is true of two numbers. */
    public boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
            default -> throw new IllegalArgumentException("not a comparison: " + this);
        };
    }
}
