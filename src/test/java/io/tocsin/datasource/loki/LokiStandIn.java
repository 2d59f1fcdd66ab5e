package io.tocsin.datasource.loki;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.LogQuery;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogqlEngine;
import io.tocsin.logql.engine.QueryContext;
import io.tocsin.logql.engine.QueryException;
import io.tocsin.logql.engine.QueryLimits;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import tools.jackson.databind.json.JsonMapper;

/** Serves a log source over HTTP in the form of the recorded exchanges. */
final class LokiStandIn extends Dispatcher {

    private static final JsonMapper JSON = new JsonMapper();

    private final LogSource source;
    private final LogqlEngine engine = new LogqlEngine();
    private final LogqlParser parser = new LogqlParser();
    private final QueryContext context = QueryContext.of(QueryLimits.DEFAULT, Instant.EPOCH);

    LokiStandIn(LogSource source) {
        this.source = source;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        try {
            return switch (request.getUrl().encodedPath()) {
                case "/ready" -> text(200, "ready\n");
                case "/loki/api/v1/status/buildinfo" -> text(200, "{\"version\":\"3.8.0\"}");
                case "/loki/api/v1/query" -> answer(instant(request.getUrl()));
                case "/loki/api/v1/query_range" -> answer(range(request.getUrl()));
                default -> text(404, "404 page not found\n");
            };
        } catch (LogqlSyntaxException e) {
            return text(400, e.getMessage());
        } catch (QueryException e) {
            return text(e.status(), e.getMessage());
        }
    }

    private EngineResult instant(HttpUrl url) {
        return engine.instant(parser.parse(url.queryParameter("query")), source, number(url, "time"), context);
    }

    private EngineResult range(HttpUrl url) {
        String query = url.queryParameter("query");
        String step = url.queryParameter("step");
        if (step != null) {
            long stepNanos = new BigDecimal(step).movePointRight(9).longValueExact();
            return engine.range(
                    parser.parse(query), source, number(url, "start"), number(url, "end"), stepNanos, context);
        }
        if (!query.startsWith("{")) {
            return engine.range(
                    parser.parse(query), source, number(url, "start"), number(url, "end"), 1_000_000_000L, context);
        }
        LogQuery lines = new LogQuery(
                number(url, "start"), number(url, "end"), (int) number(url, "limit"), Direction.BACKWARD, 0);
        return engine.logs(parser.parse(query), source, lines, context);
    }

    private static long number(HttpUrl url, String name) {
        return Long.parseLong(url.queryParameter(name));
    }

    private static MockResponse answer(EngineResult result) {
        Map<String, Object> data = new LinkedHashMap<>();
        if (result instanceof EngineResult.Scalar scalar) {
            data.put("resultType", "scalar");
            data.put("result", List.of(scalar.timestampMillis(), number(scalar.value())));
        } else if (result instanceof EngineResult.Vector vector) {
            data.put("resultType", "vector");
            data.put(
                    "result",
                    vector.samples().stream()
                            .map(sample -> element(
                                    "metric",
                                    sample.labels(),
                                    "value",
                                    List.of(vector.timestampMillis() / 1000.0, number(sample.value()))))
                            .toList());
        } else if (result instanceof EngineResult.Matrix matrix) {
            data.put("resultType", "matrix");
            data.put("result", matrix.series().stream().map(LokiStandIn::series).toList());
        } else if (result instanceof EngineResult.Streams streams) {
            data.put("resultType", "streams");
            data.put(
                    "result",
                    streams.streams().stream().map(LokiStandIn::stream).toList());
        }
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json; charset=UTF-8")
                .body(JSON.writeValueAsString(Map.of("status", "success", "data", data)))
                .build();
    }

    private static Map<String, Object> series(EngineResult.EngineSeries series) {
        List<Object> values = new ArrayList<>();
        series.points()
                .forEach(point -> values.add(
                        List.of(new BigDecimal(point.timestampMillis()).movePointLeft(3), number(point.value()))));
        return element("metric", series.labels(), "values", values);
    }

    private static Map<String, Object> stream(EngineResult.ResultStream stream) {
        List<Object> values = new ArrayList<>();
        stream.lines().forEach(line -> values.add(List.of(Long.toString(line.timestampNanos()), line.text())));
        return element("stream", stream.labels(), "values", values);
    }

    private static Map<String, Object> element(String labelsName, SeriesLabels labels, String name, Object values) {
        Map<String, Object> element = new LinkedHashMap<>();
        element.put(labelsName, labels.asMap());
        element.put(name, values);
        return element;
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.isNaN(value) ? "NaN" : new BigDecimal(Double.toString(value)).toPlainString();
    }

    private static MockResponse text(int status, String text) {
        return new MockResponse.Builder().code(status).body(text).build();
    }
}
