package io.tocsin.cli;

/** A command could not do its work; the message is for the person who called it. */
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailedException(String message) {
        super(message);
    }
}
