package io.tocsin.datasource;

import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A querier that does something around each question and has another one answer it. */
public abstract class WrappedQuerier implements Querier {

    private final Querier delegate;

    protected WrappedQuerier(Querier delegate) {
        this.delegate = delegate;
    }

    /**
     * One question.
     *
     * @param kind what is asked
     * @param text the expression or the label that it is about; empty when there is none
     * @param question puts it to the other querier
     */
    protected abstract <T> Mono<QueryResult<T>> around(
            QueryKind kind, String text, Supplier<Mono<QueryResult<T>>> question);

    /** What a data source can be asked. */
    protected enum QueryKind {
        QUERY,
        RANGE,
        LOGS,
        LABELS,
        CHECK
    }

    @Override
    public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
        return around(QueryKind.QUERY, expression, () -> delegate.query(expression, at));
    }

    @Override
    public final Mono<QueryResult<List<Series>>> queryRange(
            String expression, Instant start, Instant end, Duration step) {
        return around(QueryKind.RANGE, expression, () -> delegate.queryRange(expression, start, end, step));
    }

    @Override
    public final Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
        return around(QueryKind.LOGS, query.expression(), () -> delegate.logs(query));
    }

    @Override
    public final Mono<QueryResult<List<String>>> labelNames(Instant from, Instant to) {
        return around(QueryKind.LABELS, "", () -> delegate.labelNames(from, to));
    }

    @Override
    public final Mono<QueryResult<List<String>>> labelValues(String label, Instant from, Instant to) {
        return around(QueryKind.LABELS, label, () -> delegate.labelValues(label, from, to));
    }

    @Override
    public final Mono<QueryResult<String>> check() {
        return around(QueryKind.CHECK, "", delegate::check);
    }

    @Override
    public final Optional<LineWatch> watch(List<String> queries, Runnable arrived) {
        return delegate.watch(queries, arrived);
    }

    @Override
    public final boolean speaksLogql() {
        return delegate.speaksLogql();
    }

    @Override
    public final Instant knownSince() {
        return delegate.knownSince();
    }

    @Override
    public final boolean isEmbedded() {
        return delegate.isEmbedded();
    }
}
