package io.tocsin.datasource.http;

/** An answer that is not what the API promises; the message says what is wrong with it. */
public final class AnswerFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    AnswerFormatException(String message) {
        super(message);
    }

    AnswerFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
