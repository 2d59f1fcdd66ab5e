package io.tocsin.notification.file;

/**
 * Something wrong in a policies file.
 *
 * @param line 1-based
 * @param column 1-based, in characters
 */
public record PolicyProblem(String file, int line, int column, String message) {

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
