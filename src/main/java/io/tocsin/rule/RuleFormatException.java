package io.tocsin.rule;

/** A rule file that cannot be formatted, because it cannot be read. */
public final class RuleFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RuleFormatException(String message) {
        super(message);
    }
}
