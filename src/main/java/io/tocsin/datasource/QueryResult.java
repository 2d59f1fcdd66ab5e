package io.tocsin.datasource;

/** The answer to a query: either data or the reason why there is none. An error is never an empty answer. */
public sealed interface QueryResult<T> {

    /** The data source answered; the value may be empty. */
    record Success<T>(T value, QueryStatistics statistics) implements QueryResult<T> {}

    /** The data source did not answer, or refused; {@code message} is for people and holds no secret. */
    record Failure<T>(QueryFailure reason, String message) implements QueryResult<T> {}
}
