package io.tocsin.yaml;

/**
 * Something wrong in a file, at a place a person can go to.
 *
 * @param line 1-based
 * @param column 1-based, in characters
 */
public record FileProblem(String file, int line, int column, String message) {

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
