package io.tocsin.gotemplate;

/**
 * A template that cannot be parsed, or that failed on one set of values; the message is Go's, for example {@code template:
 * line:1: unclosed action}. It has no stack trace: there may be one per line of a log.
 */
public final class GoTemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final int offset;

    GoTemplateException(String message, String problem, int offset) {
        super(message, null, false, false);
        this.problem = problem;
        this.offset = offset;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    /** Where it is wrong, in characters from the start of the source. */
    public int offset() {
        return offset;
    }
}
