package io.tocsin.datasource;

import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Asks one data source. Implementations never signal an error: whatever goes wrong is a {@link QueryResult.Failure}.
 * Every query has a time limit of its own. Safe for use by many threads; nothing blocks the subscribing thread.
 */
public interface Querier {

    /** The instant vector of a metric expression at one moment; a scalar answer is one sample without labels. */
    Mono<QueryResult<List<Sample>>> query(String expression, Instant at);

    /**
     * The values of a metric expression at {@code start}, {@code start + step}, … up to and including {@code end}.
     * The points lie exactly there, whatever the data source rounds by itself.
     */
    Mono<QueryResult<List<Series>>> queryRange(String expression, Instant start, Instant end, Duration step);

    /** Log lines, newest first. */
    Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query);

    /** The names of the labels that streams had in a period; a data source without streams refuses. */
    default Mono<QueryResult<List<String>>> labelNames(Instant from, Instant to) {
        return Mono.just(new QueryResult.Failure<>(QueryFailure.BAD_QUERY, "this data source has no streams"));
    }

    /** The values that a label of streams had in a period; a data source without streams refuses. */
    default Mono<QueryResult<List<String>>> labelValues(String name, Instant from, Instant to) {
        return Mono.just(new QueryResult.Failure<>(QueryFailure.BAD_QUERY, "this data source has no streams"));
    }

    /** Whether a query costs nobody outside of this process anything. */
    default boolean isEmbedded() {
        return false;
    }

    /** Whether its query language is LogQL, so that what is true of an expression's LogQL tree is true of its answer. */
    default boolean speaksLogql() {
        return false;
    }

    /** Before this time it cannot have had lines, so that none being there means nothing; far in the past when unknown. */
    default Instant knownSince() {
        return Instant.MIN;
    }

    /**
     * Tells of lines as they arrive, for as long as the answer is not closed. It may tell too often, and must not be relied
     * on for a line that arrives while a connection breaks.
     *
     * @param queries log queries, of which a line must match one
     * @param arrived called on any thread soon after such a line has arrived, once for several; must not block
     * @return empty when this data source cannot
     */
    default Optional<LineWatch> watch(List<String> queries, Runnable arrived) {
        return Optional.empty();
    }

    /** Lines that are watched for. */
    @FunctionalInterface
    interface LineWatch extends AutoCloseable {

        @Override
        void close();
    }

    /** Whether the data source is ready to answer; the success value is its version, or a short description. */
    Mono<QueryResult<String>> check();
}
