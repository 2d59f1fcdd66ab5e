package io.tocsin.database.transfer;

/** Nothing was transferred; the message says why and what to do, for people. */
public final class TransferException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransferException(String message) {
        super(message);
    }

    TransferException(String message, Throwable cause) {
        super(message, cause);
    }
}
