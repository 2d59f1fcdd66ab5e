package io.tocsin.logql.ast;

/** The operators of {@link LineFilterStage}. */
public enum LineFilterOperator {
    CONTAINS("|="),
    NOT_CONTAINS("!="),
    MATCHES("|~"),
    NOT_MATCHES("!~"),
    PATTERN("|>"),
    NOT_PATTERN("!>");

    private final String symbol;

    LineFilterOperator(String symbol) {
        this.symbol = symbol;
    }

    /** The operator as written. */
    public String symbol() {
        return symbol;
    }

    /** True for {@code !=}, {@code !~} and {@code !>}. */
    public boolean isNegative() {
        return this == NOT_CONTAINS || this == NOT_MATCHES || this == NOT_PATTERN;
    }
}
