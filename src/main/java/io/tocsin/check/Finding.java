package io.tocsin.check;

import io.tocsin.rule.lint.LintSeverity;

/**
 * Something in a file that a person should look at.
 *
 * @param file as the person named it
 * @param line 1-based
 * @param column 1-based, in characters
 * @param code what it is about; the same for all findings of one sort
 * @param message may have several lines
 */
public record Finding(String file, int line, int column, LintSeverity severity, String code, String message) {

    /** Whether it is at least as bad. */
    public boolean isAtLeast(LintSeverity other) {
        return severity.compareTo(other) <= 0;
    }

    /** {@code file:line:column: error: message [code]}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + severity + ": " + message + " [" + code + "]";
    }
}
