package io.tocsin.datasource.config;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Asks as a person does: a backtest is somebody's wish, and takes neither threads nor memory of the embedded store from rules.
 * What stands above it repeats what failed, as for a rule: a long backtest is not to end with the first 503.
 */
record PastQuerier(Querier delegate) implements Querier {

    @Override
    public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
        return asPersons(delegate.query(expression, at));
    }

    @Override
    public Mono<QueryResult<List<Series>>> queryRange(String expression, Instant start, Instant end, Duration step) {
        return asPersons(delegate.queryRange(expression, start, end, step));
    }

    @Override
    public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
        return asPersons(delegate.logs(query));
    }

    @Override
    public Mono<QueryResult<List<String>>> labelNames(Instant from, Instant to) {
        return asPersons(delegate.labelNames(from, to));
    }

    @Override
    public Mono<QueryResult<List<String>>> labelValues(String label, Instant from, Instant to) {
        return asPersons(delegate.labelValues(label, from, to));
    }

    @Override
    public Instant knownSince() {
        return delegate.knownSince();
    }

    @Override
    public boolean isEmbedded() {
        return delegate.isEmbedded();
    }

    @Override
    public Mono<QueryResult<String>> check() {
        return delegate.check();
    }

    private static <T> Mono<T> asPersons(Mono<T> question) {
        return question.contextWrite(QueryOrigin.asPersons());
    }
}
