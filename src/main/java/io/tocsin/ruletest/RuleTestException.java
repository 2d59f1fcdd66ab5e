package io.tocsin.ruletest;

/** A test that cannot be run to its end; the message says why. */
final class RuleTestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RuleTestException(String message) {
        super(message);
    }
}
