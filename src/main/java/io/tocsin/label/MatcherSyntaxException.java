package io.tocsin.label;

/** A text is no list of matchers. */
public final class MatcherSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    MatcherSyntaxException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /** Where the problem is, in UTF-16 units from the start of the text. */
    public int offset() {
        return offset;
    }
}
