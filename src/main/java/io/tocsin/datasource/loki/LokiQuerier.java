package io.tocsin.datasource.loki;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.LogLinesQuery.LineOrder;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.Series;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.datasource.http.EncodedTexts;
import io.tocsin.datasource.http.Excerpt;
import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.http.HttpReply;
import io.tocsin.datasource.http.QueryAnswer;
import io.tocsin.label.Sample;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Asks a Loki over HTTP. It makes one attempt; retries and the circuit breaker go around it. */
public final class LokiQuerier implements Querier {

    static final String API = "/loki/api/v1";

    private final HttpQueryClient client;
    private final BiFunction<List<String>, Runnable, Optional<LineWatch>> tails;
    private final LokiRangeQuery range;
    private final EncodedTexts expressions = new EncodedTexts();

    /** @param tails as {@link Querier#watch} */
    public LokiQuerier(HttpQueryClient client, BiFunction<List<String>, Runnable, Optional<LineWatch>> tails) {
        this.client = client;
        this.tails = tails;
        this.range = new LokiRangeQuery(this::query, this::askRange);
    }

    @Override
    public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
        return ask("/query", expression, "&time=" + nanos(at), LokiAnswers::samples);
    }

    @Override
    public Mono<QueryResult<List<Series>>> queryRange(String expression, Instant start, Instant end, Duration step) {
        return range.query(expression, StepAlignment.of(start, end, step));
    }

    @Override
    public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
        // Loki's start is inclusive and its end exclusive: one nanosecond later makes the window of a metric range.
        return ask(
                "/query_range",
                query.expression(),
                "&start=" + nanos(query.fromExclusive().plusNanos(1))
                        + "&end=" + nanos(query.toInclusive().plusNanos(1))
                        + "&limit=" + query.limit()
                        + "&direction=" + (query.order() == LineOrder.NEWEST_FIRST ? "backward" : "forward"),
                answer -> LokiAnswers.lines(answer, query));
    }

    @Override
    public Optional<LineWatch> watch(List<String> queries, Runnable arrived) {
        return tails.apply(queries, arrived);
    }

    @Override
    public boolean speaksLogql() {
        return true;
    }

    @Override
    public Mono<QueryResult<List<String>>> labelNames(Instant from, Instant to) {
        return labels("/labels", from, to);
    }

    @Override
    public Mono<QueryResult<List<String>>> labelValues(String name, Instant from, Instant to) {
        return labels("/label/" + name + "/values", from, to);
    }

    private Mono<QueryResult<List<String>>> labels(String path, Instant from, Instant to) {
        return client.query(API + path, "start=" + nanos(from) + "&end=" + nanos(to))
                .map(answer -> answer instanceof HttpReply.Complete complete && complete.isSuccess()
                        ? LokiAnswers.labels(complete.body())
                        : LokiAnswers.failure(answer));
    }

    @Override
    public Mono<QueryResult<String>> check() {
        return client.get("/ready").flatMap(ready -> {
            if (ready instanceof HttpReply.Complete complete && isNotServed(complete.status())) {
                // A gateway in front of Loki often passes the API only.
                return version();
            }
            return isReady(ready)
                    ? version()
                            .map(result ->
                                    result instanceof Success<String> ? result : LokiAnswers.success("Loki, ready"))
                    : Mono.just(LokiAnswers.failure(ready));
        });
    }

    private Mono<QueryResult<String>> version() {
        return client.get(API + "/status/buildinfo")
                .map(answer -> answer instanceof HttpReply.Complete complete && complete.isSuccess()
                        ? LokiAnswers.version(complete.body())
                        : LokiAnswers.failure(answer));
    }

    private static boolean isNotServed(int status) {
        return status == 401 || status == 403 || status == 404;
    }

    private static boolean isReady(HttpReply answer) {
        return answer instanceof HttpReply.Complete complete && complete.isSuccess();
    }

    private Mono<QueryResult<List<Series>>> askRange(String expression, StepAlignment points) {
        return ask(
                "/query_range",
                expression,
                "&start=" + points.askedStartNanos()
                        + "&end=" + points.askedEndNanos()
                        + "&step=" + seconds(points.stepNanos()),
                answer -> LokiAnswers.series(answer, points));
    }

    /** @param more the other parameters, numbers and words that need no encoding, each after an ampersand */
    private <T> Mono<QueryResult<T>> ask(
            String path, String expression, String more, Function<QueryAnswer, QueryResult<T>> interpret) {
        return client.query(API + path, "query=" + expressions.of(expression) + more)
                .map(answer -> read(answer, interpret));
    }

    private static <T> QueryResult<T> read(HttpReply answer, Function<QueryAnswer, QueryResult<T>> interpret) {
        if (!(answer instanceof HttpReply.Complete complete) || !complete.isSuccess()) {
            return LokiAnswers.failure(answer);
        }
        try {
            return interpret.apply(QueryAnswer.read(complete.body()));
        } catch (QueryAnswer.FormatException | IllegalArgumentException e) {
            return new Failure<>(
                    QueryFailure.INVALID_ANSWER,
                    "Loki answered " + complete.status() + ", but " + e.getMessage()
                            + Excerpt.beginning(complete.body()));
        }
    }

    private static long nanos(Instant instant) {
        return StepAlignment.nanos(instant);
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }
}
