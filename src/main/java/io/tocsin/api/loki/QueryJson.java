package io.tocsin.api.loki;

import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import io.tocsin.text.go.GoFloats;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Writes answers to queries as Loki does. */
final class QueryJson {

    static final String CATEGORIZE_LABELS = "categorize-labels";

    private QueryJson() {}

    static JsonBody success(EngineResult result, QueryStats stats) {
        return success(json -> writeResult(json, result), stats);
    }

    static JsonBody success(CategorizedLines lines, QueryStats stats) {
        return success(
                json -> {
                    json.writeStringProperty("resultType", "streams");
                    writeEncodingFlags(json);
                    json.writeArrayPropertyStart("result");
                    lines.streams().forEach(stream -> writeStream(json, stream));
                    json.writeEndArray();
                },
                stats);
    }

    private static JsonBody success(Consumer<JsonGenerator> data, QueryStats stats) {
        return json -> {
            json.writeStartObject();
            json.writeStringProperty("status", "success");
            json.writeObjectPropertyStart("data");
            data.accept(json);
            json.writeName("stats");
            stats.writeTo(json);
            json.writeEndObject();
            json.writeEndObject();
        };
    }

    private static void writeResult(JsonGenerator json, EngineResult result) {
        if (result instanceof EngineResult.Scalar scalar) {
            json.writeStringProperty("resultType", "scalar");
            json.writeArrayPropertyStart("result");
            // Milliseconds here, where vectors and matrices have seconds: so does Loki.
            json.writeNumber(scalar.timestampMillis());
            json.writeString(GoFloats.plain(scalar.value()));
            json.writeEndArray();
        } else if (result instanceof EngineResult.Vector vector) {
            json.writeStringProperty("resultType", "vector");
            json.writeArrayPropertyStart("result");
            vector.samples().forEach(sample -> writeSample(json, sample, vector.timestampMillis()));
            json.writeEndArray();
        } else if (result instanceof EngineResult.Matrix matrix) {
            json.writeStringProperty("resultType", "matrix");
            json.writeArrayPropertyStart("result");
            matrix.series().forEach(series -> writeSeries(json, series));
            json.writeEndArray();
        } else if (result instanceof EngineResult.Streams streams) {
            json.writeStringProperty("resultType", "streams");
            json.writeArrayPropertyStart("result");
            streams.streams().forEach(stream -> writeStream(json, stream.labels(), stream.lines()));
            json.writeEndArray();
        }
    }

    private static void writeSample(JsonGenerator json, EngineResult.EngineSample sample, long timestampMillis) {
        json.writeStartObject();
        json.writeName("metric");
        writeLabels(json, sample.labels().asMap());
        json.writeName("value");
        writePoint(json, timestampMillis, sample.value());
        json.writeEndObject();
    }

    private static void writeSeries(JsonGenerator json, EngineResult.EngineSeries series) {
        json.writeStartObject();
        json.writeName("metric");
        writeLabels(json, series.labels().asMap());
        json.writeArrayPropertyStart("values");
        series.points().forEach(point -> writePoint(json, point.timestampMillis(), point.value()));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writePoint(JsonGenerator json, long timestampMillis, double value) {
        json.writeStartArray();
        json.writeNumber(LokiTimes.toSeconds(timestampMillis));
        json.writeString(GoFloats.plain(value));
        json.writeEndArray();
    }

    static void writeStream(JsonGenerator json, SeriesLabels labels, List<EngineResult.StreamLine> lines) {
        json.writeStartObject();
        json.writeName("stream");
        writeLabels(json, labels.asMap());
        json.writeArrayPropertyStart("values");
        for (EngineResult.StreamLine line : lines) {
            json.writeStartArray();
            json.writeString(Long.toString(line.timestampNanos()));
            json.writeString(line.text());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void writeStream(JsonGenerator json, CategorizedLines.Stream stream) {
        json.writeStartObject();
        json.writeName("stream");
        writeLabels(json, stream.labels());
        json.writeArrayPropertyStart("values");
        for (CategorizedLines.CategorizedLine line : stream.lines()) {
            json.writeStartArray();
            json.writeString(Long.toString(line.timestampNanos()));
            json.writeString(line.text());
            json.writeStartObject();
            writeCategory(json, "structuredMetadata", line.categories().metadata());
            writeCategory(json, "parsed", line.categories().parsed());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeCategory(JsonGenerator json, String name, Map<String, String> labels) {
        if (!labels.isEmpty()) {
            json.writeName(name);
            writeLabels(json, labels);
        }
    }

    static void writeEncodingFlags(JsonGenerator json) {
        json.writeArrayPropertyStart("encodingFlags");
        json.writeString(CATEGORIZE_LABELS);
        json.writeEndArray();
    }

    static void writeLabels(JsonGenerator json, Map<String, String> labels) {
        json.writeStartObject();
        labels.forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
