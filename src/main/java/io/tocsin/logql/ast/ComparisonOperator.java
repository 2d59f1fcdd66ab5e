package io.tocsin.logql.ast;

/** The comparisons of number, duration, byte and IP label filters. */
public enum ComparisonOperator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    ComparisonOperator(String symbol) {
        this.symbol = symbol;
    }

    /** The operator as Loki prints it; {@code =} may also be written for {@link #EQUAL}. */
    public String symbol() {
        return symbol;
    }
}
