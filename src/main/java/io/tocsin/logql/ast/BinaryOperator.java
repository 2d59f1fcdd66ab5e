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

    public boolean isArithmetic() {
        return precedence > COMPARISON_PRECEDENCE;
    }
}
