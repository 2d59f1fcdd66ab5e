package io.tocsin.gotemplate;

/** A template that failed on one set of labels; the message is Go's. It has no stack trace: there may be one per line. */
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message, null, false, false);
    }
}
