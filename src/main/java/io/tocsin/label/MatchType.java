package io.tocsin.label;

/** How a {@link LabelMatcher} compares, with the operator as LogQL, PromQL and Alertmanager write it. */
public enum MatchType {
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String operator;

    MatchType(String operator) {
        this.operator = operator;
    }

    /** The operator as written: {@code =}, {@code !=}, {@code =~} or {@code !~}. */
    public String operator() {
        return operator;
    }

    public boolean isRegex() {
        return this == REGEX || this == NOT_REGEX;
    }

    /** True for {@code !=} and {@code !~}. */
    public boolean isNegative() {
        return this == NOT_EQUAL || this == NOT_REGEX;
    }
}
