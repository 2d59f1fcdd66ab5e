package io.tocsin.evaluation;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** A data source that answers as a script says. A range query is what the script says at each of its points. */
public final class FakeQuerier implements Querier, DataSources {

    private volatile BiFunction<String, Instant, QueryResult<List<Sample>>> script =
            (expression, at) -> success(List.of());

    public volatile Instant knownSince = Instant.MIN;
    public volatile boolean speaksLogql;
    private volatile Duration sharedDelay = Duration.ZERO;
    private volatile int mostPoints;
    private volatile QueryFailure refusal;

    /** The questions in the order in which they came: {@code expression @ time}, ranges as {@code first .. last}. */
    public final List<String> questions = Collections.synchronizedList(new ArrayList<>());

    public void answer(BiFunction<String, Instant, QueryResult<List<Sample>>> answers) {
        script = answers;
    }

    @Override
    public Instant knownSince() {
        return knownSince;
    }

    @Override
    public boolean speaksLogql() {
        return speaksLogql;
    }

    /** Questions for several values of a label are answered so much later from now on. */
    public void delayShared(Duration delay) {
        sharedDelay = delay;
    }

    public void answer(Sample... samples) {
        script = (expression, at) -> success(List.of(samples));
    }

    /** Range queries of more points are refused from now on. */
    public void refuseRangesOfMoreThan(int points, QueryFailure reason) {
        mostPoints = points;
        refusal = reason;
    }

    public void fail(QueryFailure reason) {
        script = (expression, at) -> failure(reason);
    }

    public static Sample sample(double value, String... labels) {
        return new Sample(Labels.of(labels), value);
    }

    public static <T> QueryResult<T> success(T value) {
        return new QueryResult.Success<>(value, QueryStatistics.NONE);
    }

    public static <T> QueryResult<T> failure(QueryFailure reason) {
        return new QueryResult.Failure<>(reason, "the data source says " + reason);
    }

    @Override
    public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
        Mono<QueryResult<List<Sample>>> answer = Mono.fromSupplier(() -> {
            questions.add(expression + " @ " + at);
            return script.apply(expression, at);
        });
        return sharedDelay.isZero() || !expression.contains("=~") ? answer : answer.delayElement(sharedDelay);
    }

    @Override
    public Mono<QueryResult<List<Series>>> queryRange(String expression, Instant start, Instant end, Duration step) {
        return Mono.fromSupplier(() -> {
            questions.add(expression + " @ " + start + " .. " + end);
            QueryFailure reason = refusal;
            if (reason != null && Duration.between(start, end).dividedBy(step) + 1 > mostPoints) {
                return failure(reason);
            }
            Map<Labels, List<Series.Point>> points = new LinkedHashMap<>();
            for (Instant at = start; !at.isAfter(end); at = at.plus(step)) {
                QueryResult<List<Sample>> answer = script.apply(expression, at);
                if (answer instanceof QueryResult.Failure<List<Sample>> failure) {
                    return new QueryResult.Failure<>(failure.reason(), failure.message());
                }
                if (answer instanceof QueryResult.Success<List<Sample>> success) {
                    for (Sample sample : success.value()) {
                        points.computeIfAbsent(sample.labels(), key -> new ArrayList<>())
                                .add(new Series.Point(at, sample.value()));
                    }
                }
            }
            return success(points.entrySet().stream()
                    .map(entry -> new Series(entry.getKey(), entry.getValue()))
                    .toList());
        });
    }

    @Override
    public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
        return Mono.just(success(List.of()));
    }

    @Override
    public Mono<QueryResult<String>> check() {
        return Mono.just(success("fake"));
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
