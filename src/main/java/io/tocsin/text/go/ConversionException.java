package io.tocsin.text.go;

/**
 * A text that is not what it should be; the message is Go's. It has no stack trace, because a query may meet one per log
 * line.
 */
public final class ConversionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public ConversionException(String message) {
        super(message);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
