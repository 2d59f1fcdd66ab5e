package io.tocsin.datasource.embedded;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.engine.QueryException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells apart why the embedded log store gave no answer. */
final class EmbeddedErrors {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedErrors.class);

    private EmbeddedErrors() {}

    static <T> QueryResult<T> explain(Throwable error) {
        if (error instanceof LogqlSyntaxException) {
            return new Failure<>(QueryFailure.BAD_QUERY, String.valueOf(error.getMessage()));
        }
        if (error instanceof QueryException query) {
            return new Failure<>(reason(query), String.valueOf(query.getMessage()));
        }
        if (error instanceof RejectedExecutionException) {
            return new Failure<>(
                    QueryFailure.BULKHEAD_FULL,
                    "too many queries wait for the embedded log store; spread the rules' intervals");
        }
        log.error("A query to the embedded log store failed unexpectedly", error);
        return new Failure<>(QueryFailure.SERVER_ERROR, "the embedded log store failed; the log of Tocsin says more");
    }

    /** Whatever the status, it is the query that is at fault: the store itself has no state in which it fails. */
    private static QueryFailure reason(QueryException error) {
        String message = String.valueOf(error.getMessage());
        if (error.status() == QueryException.TOO_MANY_REQUESTS) {
            return QueryFailure.BULKHEAD_FULL;
        }
        if (error.status() == QueryException.TIMEOUT) {
            return QueryFailure.TIMEOUT;
        }
        if (message.contains("maximum number of series")) {
            return QueryFailure.SERIES_LIMIT;
        }
        boolean isTooLarge = message.contains("query time range exceeds")
                || message.contains("max entries limit")
                || message.contains("maximum resolution")
                || message.contains("memory");
        return isTooLarge ? QueryFailure.QUERY_TOO_LARGE : QueryFailure.BAD_QUERY;
    }
}
