package io.tocsin.datasource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** A data source of a test that is asked for the value of one moment and for nothing else. */
public interface QueriedOnly extends Querier {

    @Override
    default Mono<QueryResult<List<Series>>> queryRange(String expression, Instant start, Instant end, Duration step) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Mono<QueryResult<String>> check() {
        throw new UnsupportedOperationException();
    }
}
