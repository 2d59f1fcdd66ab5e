package io.tocsin.logql.engine.pipeline;

/** A stage that cannot be built, for example for a wrong template; the message is Loki's. */
public final class StageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StageException(String message) {
        super(message);
    }
}
