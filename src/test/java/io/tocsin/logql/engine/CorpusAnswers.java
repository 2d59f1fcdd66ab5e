package io.tocsin.logql.engine;

import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.Quoting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Answers as text, one series to a line, so that recorded and computed ones can be compared. */
final class CorpusAnswers {

    private CorpusAnswers() {}

    static String render(EngineResult result) {
        List<String> lines = new ArrayList<>();
        if (result instanceof EngineResult.Scalar scalar) {
            lines.add("scalar\t" + scalar.timestampMillis() + " " + GoFloats.plain(scalar.value()));
        } else if (result instanceof EngineResult.Vector vector) {
            vector.samples()
                    .forEach(sample ->
                            lines.add("vector " + labels(sample.labels().asMap()) + "\t" + vector.timestampMillis()
                                    + " " + GoFloats.plain(sample.value())));
        } else if (result instanceof EngineResult.Matrix matrix) {
            matrix.series()
                    .forEach(series ->
                            lines.add("matrix " + labels(series.labels().asMap()) + points(series)));
        } else if (result instanceof EngineResult.Streams streams) {
            streams.streams()
                    .forEach(stream ->
                            lines.add("stream " + labels(stream.labels().asMap()) + lines(stream)));
        }
        return String.join("\n", lines);
    }

    private static String points(EngineResult.EngineSeries series) {
        StringBuilder text = new StringBuilder();
        series.points()
                .forEach(point -> text.append('\t')
                        .append(point.timestampMillis())
                        .append(' ')
                        .append(GoFloats.plain(point.value())));
        return text.toString();
    }

    private static String lines(EngineResult.ResultStream stream) {
        StringBuilder text = new StringBuilder();
        stream.lines()
                .forEach(line -> text.append('\t')
                        .append(line.timestampNanos())
                        .append(' ')
                        .append(Quoting.quote(line.text())));
        return text.toString();
    }

    static String render(JsonNode data) {
        List<String> lines = new ArrayList<>();
        JsonNode result = data.get("result");
        switch (data.get("resultType").asString()) {
            case "scalar" ->
                lines.add("scalar\t" + new BigDecimal(result.get(0).asString()).toPlainString() + " "
                        + result.get(1).asString());
            case "vector" ->
                result.forEach(
                        node -> lines.add("vector " + labels(node.get("metric")) + "\t" + point(node.get("value"))));
            case "matrix" ->
                result.forEach(node -> {
                    StringBuilder text = new StringBuilder("matrix " + labels(node.get("metric")));
                    node.get("values").forEach(value -> text.append('\t').append(point(value)));
                    lines.add(text.toString());
                });
            default ->
                result.forEach(node -> {
                    StringBuilder text = new StringBuilder("stream " + labels(node.get("stream")));
                    node.get("values")
                            .forEach(value -> text.append('\t')
                                    .append(value.get(0).asString())
                                    .append(' ')
                                    .append(Quoting.quote(value.get(1).asString())));
                    lines.add(text.toString());
                });
        }
        return String.join("\n", lines);
    }

    private static String point(JsonNode point) {
        return new BigDecimal(point.get(0).asString()).movePointRight(3).longValueExact() + " "
                + point.get(1).asString();
    }

    private static String labels(JsonNode node) {
        Map<String, String> labels = new TreeMap<>();
        node.properties()
                .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asString()));
        return labels(labels);
    }

    private static String labels(Map<String, String> labels) {
        StringBuilder text = new StringBuilder("{");
        labels.forEach((name, value) ->
                text.append(name).append('=').append(Quoting.quote(value)).append(' '));
        return text.append('}').toString();
    }
}
