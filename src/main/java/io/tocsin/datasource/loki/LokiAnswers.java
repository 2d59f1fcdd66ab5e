package io.tocsin.datasource.loki;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.datasource.http.Excerpt;
import io.tocsin.datasource.http.HttpReply;
import io.tocsin.datasource.http.QueryAnswer;
import io.tocsin.label.Sample;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** From Loki's answers to the values of the port. */
final class LokiAnswers {

    private static final JsonMapper JSON = JsonMapper.shared();

    private LokiAnswers() {}

    static QueryResult<List<Sample>> samples(QueryAnswer answer) {
        return switch (answer.resultType()) {
            case "vector", "scalar" -> success(answer, answer.samples());
            case "streams" ->
                new Failure<>(
                        QueryFailure.BAD_QUERY,
                        "the query answers log lines, but a number is needed: wrap it in count_over_time(… [5m])");
            default -> unexpected("vector or scalar", answer);
        };
    }

    static QueryResult<List<Series>> series(QueryAnswer answer, StepAlignment points) {
        if (!answer.resultType().equals("matrix")) {
            return unexpected("matrix", answer);
        }
        return success(answer, answer.series(points::wanted));
    }

    static QueryResult<List<LogLine>> lines(QueryAnswer answer, LogLinesQuery query) {
        if (answer.resultType().equals("matrix")) {
            return new Failure<>(QueryFailure.BAD_QUERY, "the query answers numbers, but log lines are needed");
        }
        if (!answer.resultType().equals("streams")) {
            return unexpected("streams", answer);
        }
        return success(
                answer,
                query.newestFirst(answer.elements().stream()
                        .flatMap(stream -> stream.points().stream()
                                .map(entry -> new LogLine(
                                        StepAlignment.instant(entry.timestampNanos()),
                                        stream.labels(),
                                        entry.text())))));
    }

    static QueryResult<String> version(byte[] buildInfo) {
        try {
            String version = JSON.readTree(buildInfo).path("version").asString("");
            return success(version.isEmpty() ? "Loki, version unknown" : "Loki " + version);
        } catch (JacksonException e) {
            return new Failure<>(
                    QueryFailure.INVALID_ANSWER,
                    "this does not answer like a Loki; the data source's url must be Loki's base address"
                            + Excerpt.beginning(buildInfo));
        }
    }

    /** A Loki without streams leaves the list out. */
    static QueryResult<List<String>> labels(byte[] body) {
        try {
            List<String> names = new ArrayList<>();
            JSON.readTree(body).path("data").forEach(name -> names.add(name.asString("")));
            return success(List.copyOf(names));
        } catch (JacksonException e) {
            return new Failure<>(QueryFailure.INVALID_ANSWER, "Loki's labels cannot be read" + Excerpt.beginning(body));
        }
    }

    static <T> QueryResult<T> failure(HttpReply answer) {
        if (answer instanceof HttpReply.Broken broken) {
            return broken.asFailure();
        }
        if (answer instanceof HttpReply.Complete complete) {
            return LokiErrors.classify(complete.status(), complete.text());
        }
        throw new IllegalStateException("unknown answer");
    }

    static <T> QueryResult<T> success(T value) {
        return new Success<>(value, QueryStatistics.NONE);
    }

    private static <T> QueryResult<T> success(QueryAnswer answer, T value) {
        return new Success<>(value, answer.statistics());
    }

    private static <T> QueryResult<T> unexpected(String wanted, QueryAnswer answer) {
        return new Failure<>(
                QueryFailure.INVALID_ANSWER,
                "Loki answered with a result of type \"" + Excerpt.of(answer.resultType()) + "\" instead of " + wanted);
    }
}
