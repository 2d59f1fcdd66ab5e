package io.tocsin.start;

/**
 * Why this process cannot start, for the person who set it up. It ends the start with one line in the log and exit code 1,
 * without a stack trace; throw it for mistakes of the surroundings (settings, files, servers), never for defects.
 */
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String wayOut;

    /**
     * @param what what is wrong, with the name of the setting or file and its value; no secrets, no full stop
     * @param wayOut what to do; no full stop
     */
    public CannotStartException(String what, String wayOut) {
        super(what);
        this.wayOut = wayOut;
    }

    /** @param cause kept for a log of level DEBUG */
    public CannotStartException(String what, String wayOut, Throwable cause) {
        super(what, cause);
        this.wayOut = wayOut;
    }

    public String what() {
        return String.valueOf(getMessage());
    }

    public String wayOut() {
        return wayOut;
    }
}
