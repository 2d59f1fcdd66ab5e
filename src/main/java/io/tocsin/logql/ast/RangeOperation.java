package io.tocsin.logql.ast;

/** The functions of {@link RangeAggregation}. */
public enum RangeOperation {
    COUNT_OVER_TIME("count_over_time", false, Unwrapping.FORBIDDEN),
    RATE("rate", false, Unwrapping.OPTIONAL),
    RATE_COUNTER("rate_counter", false, Unwrapping.REQUIRED),
    BYTES_OVER_TIME("bytes_over_time", false, Unwrapping.FORBIDDEN),
    BYTES_RATE("bytes_rate", false, Unwrapping.FORBIDDEN),
    AVG_OVER_TIME("avg_over_time", true, Unwrapping.REQUIRED),
    SUM_OVER_TIME("sum_over_time", false, Unwrapping.REQUIRED),
    MIN_OVER_TIME("min_over_time", true, Unwrapping.REQUIRED),
    MAX_OVER_TIME("max_over_time", true, Unwrapping.REQUIRED),
    STDVAR_OVER_TIME("stdvar_over_time", true, Unwrapping.REQUIRED),
    STDDEV_OVER_TIME("stddev_over_time", true, Unwrapping.REQUIRED),
    QUANTILE_OVER_TIME("quantile_over_time", true, Unwrapping.REQUIRED),
    FIRST_OVER_TIME("first_over_time", true, Unwrapping.REQUIRED),
    LAST_OVER_TIME("last_over_time", true, Unwrapping.REQUIRED),
    ABSENT_OVER_TIME("absent_over_time", false, Unwrapping.OPTIONAL);

    private final String keyword;
    private final boolean groupable;
    private final Unwrapping unwrapping;

    RangeOperation(String keyword, boolean groupable, Unwrapping unwrapping) {
        this.keyword = keyword;
        this.groupable = groupable;
        this.unwrapping = unwrapping;
    }

    /** The function's name as written. */
    public String keyword() {
        return keyword;
    }

    /** Whether {@code by} or {@code without} may follow. */
    public boolean isGroupable() {
        return groupable;
    }

    public boolean acceptsUnwrap() {
        return unwrapping != Unwrapping.FORBIDDEN;
    }

    public boolean requiresUnwrap() {
        return unwrapping == Unwrapping.REQUIRED;
    }

    /** Whether a parameter must come first; no other operation takes one. */
    public boolean requiresParameter() {
        return this == QUANTILE_OVER_TIME;
    }

    private enum Unwrapping {
        FORBIDDEN,
        OPTIONAL,
        REQUIRED
    }
}
