package io.tocsin.datasource;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a data source gave no answer. The names are also the metric's label values, in lower case. */
public enum QueryFailure {
    /** No connection, reset, or DNS failure. */
    UNREACHABLE,
    /** No complete answer within the time limit, ours or the data source's (504). */
    TIMEOUT,
    /** Loki's "maximum of series (500) reached". */
    SERIES_LIMIT,
    /** 429: rate limit or "too many outstanding requests". */
    TOO_MANY_REQUESTS,
    /** The query would read too much or its range is too long. */
    QUERY_TOO_LARGE,
    /** The data source refused the query text or its evaluation (400). */
    BAD_QUERY,
    /** 401 or 403. */
    UNAUTHORIZED,
    /** 5xx. */
    SERVER_ERROR,
    /** An answer that could not be read. */
    INVALID_ANSWER,
    /** Not asked: the circuit breaker is open after too many failures. */
    CIRCUIT_OPEN,
    /** Not asked: too many queries are already under way. */
    BULKHEAD_FULL;

    /** As metrics and the database name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of a word; empty when it is no word of a reason. */
    public static Optional<QueryFailure> of(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word().equals(word))
                .findFirst();
    }

    /**
     * Whether the same query may be answered later: the data source, or how much it is asked, was the reason, and not the
     * query.
     */
    public boolean isWorthRepeating() {
        return concernsDataSource() || this == BULKHEAD_FULL;
    }

    /**
     * Whether the failure says that the data source as a whole is in trouble, as opposed to this one query. Only these
     * count for the circuit breaker and for the data source's own health alert.
     */
    public boolean concernsDataSource() {
        return switch (this) {
            case UNREACHABLE, TIMEOUT, TOO_MANY_REQUESTS, UNAUTHORIZED, SERVER_ERROR, INVALID_ANSWER, CIRCUIT_OPEN ->
                true;
            case SERIES_LIMIT, QUERY_TOO_LARGE, BAD_QUERY, BULKHEAD_FULL -> false;
        };
    }
}
