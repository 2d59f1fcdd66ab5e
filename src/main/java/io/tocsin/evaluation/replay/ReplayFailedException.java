package io.tocsin.evaluation.replay;

/** The past could not be asked; the message says what, where and what to do, and holds no secret. */
public final class ReplayFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReplayFailedException(String message) {
        super(message);
    }
}
