package io.tocsin.importer;

/**
 * What became of a part of the source, where it is not simply carried over.
 *
 * @param file the source as the person named it
 * @param line 1-based
 * @param column 1-based
 */
public record ImportRemark(RemarkKind kind, String file, int line, int column, String message) {

    /** How much a remark matters. */
    public enum RemarkKind {
        /** Is not in the output; the message says what to do instead. */
        LOST,
        /** Is in the output in another form. */
        CHANGED,
        /** Has to be done by a person, for example a variable to be set. */
        TO_DO
    }

    /** {@code file:line:column: lost: message}. */
    @Override
    public String toString() {
        String word = switch (kind) {
            case LOST -> "not carried over";
            case CHANGED -> "changed";
            case TO_DO -> "to do";
        };
        return file + ":" + line + ":" + column + ": " + word + ": " + message;
    }
}
