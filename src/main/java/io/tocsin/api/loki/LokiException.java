package io.tocsin.api.loki;

import io.tocsin.text.go.ConversionException;
import java.util.function.LongSupplier;

/** A request that is answered with an error: the status and the text are Loki's. */
final class LokiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    LokiException(int status, String message) {
        super(message);
        this.status = status;
    }

    LokiException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    static LokiException badRequest(String message) {
        return new LokiException(400, message);
    }

    /** What is read from a parameter; that it cannot be read is answered with Go's words. */
    static long reading(LongSupplier parameter) {
        try {
            return parameter.getAsLong();
        } catch (ConversionException e) {
            throw new LokiException(400, String.valueOf(e.getMessage()), e);
        }
    }

    /** The body of the answer. */
    String text() {
        return String.valueOf(getMessage());
    }

    int status() {
        return status;
    }
}
