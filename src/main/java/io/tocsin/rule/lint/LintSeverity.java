package io.tocsin.rule.lint;

import java.util.Locale;

/** How bad a finding is. */
public enum LintSeverity {
    /** The rule cannot do what it is for. */
    ERROR,
    /** The rule will probably surprise its author. */
    WARNING,
    /** The rule could be better. */
    HINT;

    /** {@code error}, {@code warning} or {@code hint}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
