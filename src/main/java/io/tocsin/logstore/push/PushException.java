package io.tocsin.logstore.push;

/** A push that is refused, wholly or in part, with the status and the text that the client gets. */
public final class PushException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public PushException(int status, String message) {
        super(message);
        this.status = status;
    }

    public PushException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    static PushException malformed(String message) {
        return new PushException(400, message);
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }
}
