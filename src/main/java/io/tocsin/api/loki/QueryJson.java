package io.tocsin.api.loki;

import io.tocsin.logql.ast.GoText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes answers to queries as Loki does. */
final class QueryJson {

    static final String CATEGORIZE_LABELS = "categorize-labels";

    private final JsonGenerator json;
    private final boolean categorized;

    private QueryJson(JsonGenerator json, boolean categorized) {
        this.json = json;
        this.categorized = categorized;
    }

    /** @param categorized whether lines tell which of their labels are metadata and which parsed */
    static JsonBody success(QueryAnswer answer, QueryStats stats, boolean categorized) {
        return json -> new QueryJson(json, categorized).writeSuccess(answer, stats);
    }

    private void writeSuccess(QueryAnswer answer, QueryStats stats) {
        json.writeStartObject();
        json.writeStringProperty("status", "success");
        json.writeObjectPropertyStart("data");
        writeData(answer);
        json.writeName("stats");
        stats.writeTo(json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeData(QueryAnswer answer) {
        if (answer instanceof QueryAnswer.Scalar scalar) {
            json.writeStringProperty("resultType", "scalar");
            json.writeArrayPropertyStart("result");
            json.writeNumber(Math.floorDiv(scalar.timeNanos(), 1_000_000L));
            json.writeString(GoText.plainNumber(scalar.value()));
            json.writeEndArray();
        } else if (answer instanceof QueryAnswer.Vector vector) {
            json.writeStringProperty("resultType", "vector");
            json.writeArrayPropertyStart("result");
            vector.samples().forEach(series -> writeSeries(series, false));
            json.writeEndArray();
        } else if (answer instanceof QueryAnswer.Matrix matrix) {
            json.writeStringProperty("resultType", "matrix");
            json.writeArrayPropertyStart("result");
            matrix.series().forEach(series -> writeSeries(series, true));
            json.writeEndArray();
        } else if (answer instanceof QueryAnswer.Streams streams) {
            json.writeStringProperty("resultType", "streams");
            writeStreams(streams);
        }
    }

    private void writeSeries(QueryAnswer.Series series, boolean many) {
        json.writeStartObject();
        json.writeName("metric");
        writeLabels(json, series.labels());
        if (many) {
            json.writeArrayPropertyStart("values");
            series.points().forEach(this::writePoint);
            json.writeEndArray();
        } else {
            json.writeName("value");
            writePoint(series.points().get(0));
        }
        json.writeEndObject();
    }

    private void writePoint(QueryAnswer.Point point) {
        json.writeStartArray();
        json.writeNumber(LokiTimes.toSeconds(point.timeNanos()));
        json.writeString(GoText.plainNumber(point.value()));
        json.writeEndArray();
    }

    private void writeStreams(QueryAnswer.Streams streams) {
        if (categorized) {
            json.writeArrayPropertyStart("encodingFlags");
            json.writeString(CATEGORIZE_LABELS);
            json.writeEndArray();
        }
        json.writeArrayPropertyStart("result");
        for (QueryAnswer.LineStream stream : streams.streams()) {
            writeStream(json, stream, categorized);
        }
        json.writeEndArray();
    }

    static void writeStream(JsonGenerator json, QueryAnswer.LineStream stream, boolean categorized) {
        json.writeStartObject();
        json.writeName("stream");
        writeLabels(json, categorized ? stream.indexLabels() : stream.labels());
        json.writeArrayPropertyStart("values");
        writeLines(json, stream.lines(), categorized);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeLines(JsonGenerator json, List<QueryAnswer.Line> lines, boolean categorized) {
        for (QueryAnswer.Line line : lines) {
            json.writeStartArray();
            json.writeString(Long.toString(line.timeNanos()));
            json.writeString(line.text());
            if (categorized) {
                json.writeStartObject();
                writeCategory(json, "structuredMetadata", line.structuredMetadata());
                writeCategory(json, "parsed", line.parsed());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void writeCategory(JsonGenerator json, String name, @Nullable Map<String, String> labels) {
        if (labels != null && !labels.isEmpty()) {
            json.writeName(name);
            writeLabels(json, labels);
        }
    }

    static void writeLabels(JsonGenerator json, Map<String, String> labels) {
        json.writeStartObject();
        labels.forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
