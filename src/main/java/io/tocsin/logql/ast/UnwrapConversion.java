package io.tocsin.logql.ast;

/** How {@link Unwrap} reads a label's text. */
public enum UnwrapConversion {
    /** A plain floating point number; nothing is written. */
    NONE(""),
    /** A size such as {@code 1.5MiB}, in bytes. */
    BYTES("bytes"),
    /** A duration such as {@code 1.5s}, in seconds. */
    DURATION("duration"),
    /** The same as {@link #DURATION}. */
    DURATION_SECONDS("duration_seconds");

    private final String keyword;

    UnwrapConversion(String keyword) {
        this.keyword = keyword;
    }

    /** The function's name as written, empty for {@link #NONE}. */
    public String keyword() {
        return keyword;
    }
}
