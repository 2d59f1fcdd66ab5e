package io.tocsin.gotemplate;

/** A template that cannot be parsed; the message is Go's, for example {@code template: line:1: unclosed action}. */
public final class TemplateSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TemplateSyntaxException(String message) {
        super(message);
    }
}
