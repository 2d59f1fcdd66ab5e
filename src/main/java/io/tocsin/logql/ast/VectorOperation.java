package io.tocsin.logql.ast;

/** The functions of {@link VectorAggregation}. */
public enum VectorOperation {
    SUM("sum"),
    AVG("avg"),
    COUNT("count"),
    MAX("max"),
    MIN("min"),
    STDDEV("stddev"),
    STDVAR("stdvar"),
    BOTTOMK("bottomk"),
    TOPK("topk"),
    SORT("sort"),
    SORT_DESC("sort_desc"),
    APPROX_TOPK("approx_topk");

    private final String keyword;

    VectorOperation(String keyword) {
        this.keyword = keyword;
    }

    /** The function's name as written. */
    public String keyword() {
        return keyword;
    }

    /** Whether a parameter must come first; the others take none. */
    public boolean requiresParameter() {
        return this == BOTTOMK || this == TOPK || this == APPROX_TOPK;
    }

    /** True for {@code sort} and {@code sort_desc}. */
    public boolean isSort() {
        return this == SORT || this == SORT_DESC;
    }
}
