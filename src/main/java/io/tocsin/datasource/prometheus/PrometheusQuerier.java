package io.tocsin.datasource.prometheus;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
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
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Passes PromQL through to a Prometheus. It makes one attempt; retries and the circuit breaker go around it. */
public final class PrometheusQuerier implements Querier {

    private static final String API = "/api/v1";
    private static final int NANOS_DIGITS = 9;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpQueryClient client;
    private final EncodedTexts expressions = new EncodedTexts();

    public PrometheusQuerier(HttpQueryClient client) {
        this.client = client;
    }

    @Override
    public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
        return ask(
                "/query",
                expression,
                "&time=" + seconds(at.getEpochSecond(), at.getNano()),
                Set.of("vector", "scalar"),
                QueryAnswer::samples);
    }

    /** Prometheus evaluates exactly at start and its multiples of the step, but prints milliseconds. */
    @Override
    public Mono<QueryResult<List<Series>>> queryRange(String expression, Instant start, Instant end, Duration step) {
        return ask(
                "/query_range",
                expression,
                "&start=" + seconds(start.getEpochSecond(), start.getNano())
                        + "&end=" + seconds(end.getEpochSecond(), end.getNano())
                        + "&step=" + seconds(step.getSeconds(), step.getNano()),
                Set.of("matrix"),
                answer -> answer.series(nanos -> nearestPoint(start, step, nanos)));
    }

    @Override
    public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
        return Mono.just(new Failure<>(
                QueryFailure.BAD_QUERY,
                "a Prometheus holds no log lines; set the rule's evidence lines to 0, or use a Loki data source"));
    }

    @Override
    public Mono<QueryResult<String>> check() {
        return client.get(API + "/status/buildinfo").map(PrometheusQuerier::version);
    }

    private static QueryResult<String> version(HttpReply answer) {
        if (!(answer instanceof HttpReply.Complete complete) || !complete.isSuccess()) {
            return failure(answer);
        }
        try {
            String version =
                    JSON.readTree(complete.body()).path("data").path("version").asString("");
            return new Success<>(
                    version.isEmpty() ? "Prometheus, version unknown" : "Prometheus " + version, QueryStatistics.NONE);
        } catch (JacksonException e) {
            return new Failure<>(
                    QueryFailure.INVALID_ANSWER,
                    "this does not answer like a Prometheus; the data source's url must be its base address"
                            + Excerpt.beginning(complete.body()));
        }
    }

    /** @param more the other parameters, numbers that need no encoding, each after an ampersand */
    private <T> Mono<QueryResult<T>> ask(
            String path, String expression, String more, Set<String> resultTypes, Function<QueryAnswer, T> interpret) {
        return client.query(API + path, "query=" + expressions.of(expression) + more)
                .map(answer -> read(answer, resultTypes, interpret));
    }

    private static <T> QueryResult<T> read(
            HttpReply answer, Set<String> resultTypes, Function<QueryAnswer, T> interpret) {
        if (!(answer instanceof HttpReply.Complete complete) || !complete.isSuccess()) {
            return failure(answer);
        }
        try {
            QueryAnswer read = QueryAnswer.read(complete.body());
            if (!resultTypes.contains(read.resultType())) {
                return new Failure<>(
                        QueryFailure.BAD_QUERY,
                        "the query answers a " + Excerpt.of(read.resultType())
                                + ", but an alert needs an instant vector; a range like [5m] needs a function around it");
            }
            return new Success<>(interpret.apply(read), read.statistics());
        } catch (QueryAnswer.FormatException | IllegalArgumentException e) {
            return new Failure<>(
                    QueryFailure.INVALID_ANSWER,
                    "Prometheus answered " + complete.status() + ", but " + e.getMessage()
                            + Excerpt.beginning(complete.body()));
        }
    }

    private static <T> QueryResult<T> failure(HttpReply answer) {
        if (answer instanceof HttpReply.Broken broken) {
            return broken.asFailure();
        }
        if (answer instanceof HttpReply.Complete complete) {
            return PrometheusErrors.classify(complete.status(), complete.body());
        }
        throw new IllegalStateException("unknown answer");
    }

    private static Instant nearestPoint(Instant start, Duration step, long nanos) {
        long sinceStart =
                Duration.between(start, Instant.ofEpochSecond(0, nanos)).toNanos();
        long stepNanos = step.toNanos();
        return start.plusNanos(Math.floorDiv(sinceStart + stepNanos / 2, stepNanos) * stepNanos);
    }

    private static String seconds(long seconds, int nanos) {
        return BigDecimal.valueOf(seconds)
                .add(BigDecimal.valueOf(nanos, NANOS_DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }
}
