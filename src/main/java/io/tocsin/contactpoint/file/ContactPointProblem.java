package io.tocsin.contactpoint.file;

/**
 * Something wrong in the contact point file; never holds a secret.
 *
 * @param line 1-based
 * @param column 1-based
 * @param contactPoint empty when the problem is outside any contact point
 */
public record ContactPointProblem(String file, int line, int column, String contactPoint, String message) {

    /** {@code file:line:column: contact point "x": message}. */
    @Override
    public String toString() {
        String where = contactPoint.isEmpty() ? "" : "contact point \"" + contactPoint + "\": ";
        return file + ":" + line + ":" + column + ": " + where + message;
    }
}
