package io.tocsin.datasource.embedded;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.datasource.SeriesAssembly;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.ast.LogRanges;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.LogQuery;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogqlEngine;
import io.tocsin.logql.engine.QueryContext;
import io.tocsin.logql.engine.QueryLimits;
import io.tocsin.logstore.LogStore;
import io.tocsin.logstore.QueryMemory;
import io.tocsin.task.SafeMono;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Asks the log store of this process. Queries run on the given threads and end soon after their time is over. */
public final class EmbeddedQuerier implements Querier {

    private static final long MAX_POINTS_PER_QUERY = 10_000;

    private final LogSource source;
    private final Clock clock;
    private final QueryThreads threads;
    private final Duration timeout;
    private final QueryMemory memory;
    private final ParsedQueries queries;
    private final LogqlEngine engine = new LogqlEngine();

    /**
     * A querier of one store.
     *
     * @param memory what all queries to the store share
     */
    public EmbeddedQuerier(LogSource source, Clock clock, QueryThreads threads, Duration timeout, QueryMemory memory) {
        this(source, clock, threads, timeout, memory, new ParsedQueries());
    }

    /** @param queries what other queriers have read counts for this one, too */
    public EmbeddedQuerier(
            LogSource source,
            Clock clock,
            QueryThreads threads,
            Duration timeout,
            QueryMemory memory,
            ParsedQueries queries) {
        this.queries = queries;
        this.source = source;
        this.clock = clock;
        this.threads = threads;
        this.timeout = timeout;
        this.memory = memory;
    }

    @Override
    public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
        return run(context -> EmbeddedAnswers.samples(
                engine.instant(queries.parse(expression), source, StepAlignment.nanos(at), context)));
    }

    @Override
    public Mono<QueryResult<List<Series>>> queryRange(String expression, Instant start, Instant end, Duration step) {
        StepAlignment points = StepAlignment.of(start, end, step);
        return run(context -> range(queries.parse(expression), points, context));
    }

    private QueryResult<List<Series>> range(LogqlExpr expr, StepAlignment points, QueryContext context) {
        LogqlExpr shifted = expr instanceof MetricExpr metric && !points.isAligned()
                ? LogRanges.shift(metric, points.offset())
                : expr;
        SeriesAssembly assembly = new SeriesAssembly();
        for (long first = 0; first < points.points(); first += MAX_POINTS_PER_QUERY) {
            StepAlignment part = points.part(first, MAX_POINTS_PER_QUERY);
            assembly.add(EmbeddedAnswers.series(
                    engine.range(
                            shifted, source, part.askedStartNanos(), part.askedEndNanos(), part.stepNanos(), context),
                    part));
        }
        return assembly.result();
    }

    @Override
    public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
        // The engine's start is inclusive and its end exclusive, as Loki's are.
        LogQuery window = new LogQuery(
                StepAlignment.nanos(query.fromExclusive()) + 1,
                StepAlignment.nanos(query.toInclusive()) + 1,
                query.limit(),
                query.order() == LogLinesQuery.LineOrder.NEWEST_FIRST ? Direction.BACKWARD : Direction.FORWARD,
                0);
        return run(context ->
                EmbeddedAnswers.lines(engine.logs(queries.parse(query.expression()), source, window, context), query));
    }

    @Override
    public Mono<QueryResult<List<String>>> labelNames(Instant from, Instant to) {
        return labels(from, to, labels -> labels.asMap().keySet().stream());
    }

    @Override
    public Mono<QueryResult<List<String>>> labelValues(String name, Instant from, Instant to) {
        return labels(from, to, labels -> Stream.of(labels.get(name)).filter(value -> !value.isEmpty()));
    }

    private Mono<QueryResult<List<String>>> labels(Instant from, Instant to, Function<Labels, Stream<String>> part) {
        return run(context -> new Success<>(
                source.select(List.of(), StepAlignment.nanos(from), StepAlignment.nanos(to)).stream()
                        .flatMap(stream -> part.apply(stream.labels()))
                        .distinct()
                        .sorted()
                        .toList(),
                QueryStatistics.NONE));
    }

    @Override
    public Instant knownSince() {
        return source instanceof WatchedSource watched ? watched.since() : Instant.MIN;
    }

    @Override
    public Optional<LineWatch> watch(List<String> expressions, Runnable arrived) {
        LogSource store = source instanceof WatchedSource watched ? watched.store() : source;
        return store instanceof LogStore pushed
                ? Optional.of(PushWatch.open(
                        pushed, expressions.stream().map(queries::parse).toList(), arrived, threads.rules()))
                : Optional.empty();
    }

    @Override
    public boolean speaksLogql() {
        return true;
    }

    @Override
    public boolean isEmbedded() {
        return true;
    }

    @Override
    public Mono<QueryResult<String>> check() {
        return Mono.just(new Success<>("embedded log store", QueryStatistics.NONE));
    }

    private <T> Mono<QueryResult<T>> run(Function<QueryContext, QueryResult<T>> query) {
        return Mono.deferContextual(context -> {
            QueryMemory.Asker asker =
                    QueryOrigin.isOfPerson(context) ? QueryMemory.Asker.PERSON : QueryMemory.Asker.RULE;
            if (threads.isCallers()) {
                // Whoever could end it waits for it.
                return SafeMono.fromCallable(() -> explained(query, asker, () -> false))
                        .onErrorResume(error -> Mono.just(EmbeddedErrors.explain(error)));
            }
            AtomicBoolean cancelled = new AtomicBoolean();
            return SafeMono.fromCallable(() -> explained(query, asker, cancelled::get))
                    .subscribeOn(threads.of(context))
                    .doOnCancel(() -> cancelled.set(true))
                    .timeout(timeout, Mono.fromSupplier(this::timedOut))
                    .onErrorResume(error -> Mono.just(EmbeddedErrors.explain(error)));
        });
    }

    /** An exception is caught here already: nobody would be there to take it when the time is over. */
    private <T> QueryResult<T> explained(
            Function<QueryContext, QueryResult<T>> query, QueryMemory.Asker asker, BooleanSupplier cancelled) {
        try (QueryMemory.QueryAccount account = memory.open(asker)) {
            QueryLimits limits = QueryLimits.DEFAULT.withMemory(memory.largestQuery(asker));
            return query.apply(new QueryContext(limits, clock.instant(), cancelled, account));
        } catch (RuntimeException e) {
            return EmbeddedErrors.explain(e);
        }
    }

    private <T> QueryResult<T> timedOut() {
        return new Failure<>(
                QueryFailure.TIMEOUT,
                "the embedded log store did not finish the query within " + timeout.toMillis()
                        + " ms; narrow the stream selector or shorten the range");
    }
}
