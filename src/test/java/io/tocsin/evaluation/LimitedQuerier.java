package io.tocsin.evaluation;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/** A data source that refuses range queries of more than some points. */
public record LimitedQuerier(Querier inner, int mostPoints, QueryFailure refusal) implements Querier, DataSources {

    @Override
    public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
        return inner.query(expression, at);
    }

    @Override
    public Mono<QueryResult<List<Series>>> queryRange(String expression, Instant start, Instant end, Duration step) {
        boolean isTooMuch = Duration.between(start, end).dividedBy(step) + 1 > mostPoints;
        return isTooMuch ? Mono.just(FakeQuerier.failure(refusal)) : inner.queryRange(expression, start, end, step);
    }

    @Override
    public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
        return inner.logs(query);
    }

    @Override
    public Mono<QueryResult<String>> check() {
        return inner.check();
    }

    @Override
    public Optional<Querier> find(DataSourceName name) {
        return Optional.of(this);
    }

    @Override
    public Set<DataSourceName> names() {
        return Set.of(DataSourceName.DEFAULT);
    }
}
