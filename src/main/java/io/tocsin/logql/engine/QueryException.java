package io.tocsin.logql.engine;

/** A query that failed; the message is Loki's where Loki has one. */
public final class QueryException extends RuntimeException {

    /** The query or its data is at fault. */
    public static final int BAD_REQUEST = 400;
    /** Loki classes these as internal although the query is at fault. */
    public static final int INTERNAL = 500;
    /** Other queries use what there is; later it may work. */
    public static final int TOO_MANY_REQUESTS = 429;
    /** The query took too long. */
    public static final int TIMEOUT = 504;

    private static final long serialVersionUID = 1L;

    private final int status;

    public QueryException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status that Loki answers with. */
    public int status() {
        return status;
    }

    static QueryException badRequest(String message) {
        return new QueryException(BAD_REQUEST, message);
    }

    static QueryException internal(String message) {
        return new QueryException(INTERNAL, message);
    }
}
