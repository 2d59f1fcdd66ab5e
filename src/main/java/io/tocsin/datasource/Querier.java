package io.tocsin.datasource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    Mono<QueryResult<List<LogLine>>> logs(LogQuery query);

    /** Whether the data source is ready to answer; the success value is its version, or a short description. */
    Mono<QueryResult<String>> check();
}
