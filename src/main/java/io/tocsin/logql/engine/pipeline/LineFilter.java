package io.tocsin.logql.engine.pipeline;

/** A condition on bytes: a line, or the value of a label. */
interface LineFilter {

    boolean accepts(byte[] buffer, int offset, int length);

    /** Accepts what this filter rejects. */
    default LineFilter negated() {
        return (buffer, offset, length) -> !accepts(buffer, offset, length);
    }
}
