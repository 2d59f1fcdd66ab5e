package io.tocsin.datasource.loki;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.Series;
import io.tocsin.datasource.SeriesAssembly;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.label.Sample;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogRanges;
import io.tocsin.logql.ast.MetricExpr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A range query whose points lie where they were asked for. When they are not multiples of the step, each range of the
 * expression gets an offset; an expression that cannot be rewritten is asked point by point.
 */
final class LokiRangeQuery {

    /** Loki refuses more than 11,000 points per series. */
    private static final long MAX_POINTS_PER_REQUEST = 10_000;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final LogqlParser PARSER = new LogqlParser();
    private static final int POINTS_AT_ONCE = 4;
    private static final long MAX_SINGLE_POINTS = 2_000;

    private final BiFunction<String, Instant, Mono<QueryResult<List<Sample>>>> askPoint;
    private final BiFunction<String, StepAlignment, Mono<QueryResult<List<Series>>>> askRange;

    LokiRangeQuery(
            BiFunction<String, Instant, Mono<QueryResult<List<Sample>>>> askPoint,
            BiFunction<String, StepAlignment, Mono<QueryResult<List<Series>>>> askRange) {
        this.askPoint = askPoint;
        this.askRange = askRange;
    }

    Mono<QueryResult<List<Series>>> query(String expression, StepAlignment points) {
        if (points.points() == 0) {
            return Mono.just(LokiAnswers.success(List.of()));
        }
        return shifted(expression, points)
                .map(text -> inRequests(text, points))
                .orElseGet(() -> pointByPoint(expression, points));
    }

    private Optional<String> shifted(String expression, StepAlignment points) {
        if (points.isAligned()) {
            return Optional.of(expression);
        }
        // Loki 3.8 answers a range query with an offset finer than a millisecond with success and no series at all.
        boolean isWholeMillis = points.offset().toNanos() % NANOS_PER_MILLI == 0;
        return isWholeMillis ? shift(expression, points.offset()) : Optional.empty();
    }

    /** The expression with the offset added to each of its ranges; empty when it is none that we can read. */
    static Optional<String> shift(String expression, Duration offset) {
        try {
            return PARSER.parse(expression) instanceof MetricExpr metric
                    ? Optional.of(LogRanges.shift(metric, offset).toString())
                    : Optional.empty();
        } catch (LogqlSyntaxException e) {
            // Loki shall say what it thinks of it: it may be newer than our grammar.
            return Optional.empty();
        }
    }

    private Mono<QueryResult<List<Series>>> inRequests(String expression, StepAlignment points) {
        int requests = Math.toIntExact((points.points() - 1) / MAX_POINTS_PER_REQUEST + 1);
        Flux<QueryResult<List<Series>>> answers = Flux.range(0, requests)
                .concatMap(index -> askRange.apply(
                        expression, points.part(index * MAX_POINTS_PER_REQUEST, MAX_POINTS_PER_REQUEST)));
        return collect(answers);
    }

    private Mono<QueryResult<List<Series>>> pointByPoint(String expression, StepAlignment points) {
        if (points.points() > MAX_SINGLE_POINTS) {
            return Mono.just(new Failure<>(
                    QueryFailure.QUERY_TOO_LARGE,
                    points.points() + " points have to be asked for one by one, because the expression cannot be moved"
                            + " in time; ask for a shorter period or a larger step"));
        }
        Flux<QueryResult<List<Series>>> answers = Flux.range(0, Math.toIntExact(points.points()))
                .map(points::point)
                .flatMapSequential(
                        at -> askPoint.apply(expression, at).map(answer -> SeriesAssembly.asSeries(answer, at)),
                        POINTS_AT_ONCE);
        return collect(answers);
    }

    /** Stops at the first failure: half an answer would look like gaps in the data. */
    private static Mono<QueryResult<List<Series>>> collect(Flux<QueryResult<List<Series>>> answers) {
        return answers.takeUntil(answer -> answer instanceof Failure<List<Series>>)
                .collect(SeriesAssembly::new, LokiRangeQuery::add)
                .map(SeriesAssembly::result);
    }

    private static void add(SeriesAssembly assembly, QueryResult<List<Series>> answer) {
        if (answer instanceof Success<List<Series>> success) {
            assembly.add(success);
        } else if (answer instanceof Failure<List<Series>> failure) {
            assembly.fail(failure);
        }
    }
}
