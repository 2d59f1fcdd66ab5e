package io.tocsin.access;

import java.time.Instant;

/**
 * Something that a person or a program changed, or tried to change.
 *
 * @param id grows with time
 * @param actor the user's name, {@code api-token}, {@code anonymous}, or {@link #FILES}
 * @param address where the request came from
 * @param status the HTTP status of the answer
 */
public record AuditEntry(long id, Instant at, String actor, String address, Deed deed, Outcome outcome, int status) {

    /** The actor when files were changed beside Tocsin; no user can have this name. */
    public static final String FILES = "(files)";

    private static final int SERVER_ERROR = 500;
    private static final int CLIENT_ERROR = 400;
    private static final int REDIRECT = 300;

    /**
     * What was to be done, and to what.
     *
     * @param action the method and the path without the object, as in {@code POST /silences/{id}/expire}
     * @param object what it was done to; empty when the path names nothing
     * @param detail what else was asked; never a secret
     */
    public record Deed(String action, String object, String detail) {}

    public String action() {
        return deed.action();
    }

    public String object() {
        return deed.object();
    }

    public String detail() {
        return deed.detail();
    }

    /** How it ended. */
    public enum Outcome {
        DONE,
        /** A page was shown: a form with problems, or the result of a test. */
        ANSWERED,
        REFUSED,
        FAILED,
        /** A newer version wrote an outcome that this one has no word for. */
        OTHER;

        /** Pages redirect after a change; programs get their answer at once. */
        public static Outcome of(int status, boolean isProgram) {
            if (status >= SERVER_ERROR) {
                return FAILED;
            }
            if (status >= CLIENT_ERROR) {
                return REFUSED;
            }
            return isProgram || status >= REDIRECT ? DONE : ANSWERED;
        }
    }
}
