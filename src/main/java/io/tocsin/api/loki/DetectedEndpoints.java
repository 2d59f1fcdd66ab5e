package io.tocsin.api.loki;

import io.tocsin.label.Labels;
import io.tocsin.logstore.LogStore;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** {@code detected_labels} and {@code detected_fields}: what there is to query by, from streams and from a sample of lines. */
final class DetectedEndpoints {

    private static final int DEFAULT_FIELDS = 1000;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final LogStore store;
    private final Selectors selectors;

    private final QueryEndpoints lines;
    private final EngineQueries queries;

    DetectedEndpoints(LogStore store, Selectors selectors, QueryEndpoints lines, EngineQueries queries) {
        this.store = store;
        this.selectors = selectors;
        this.lines = lines;
        this.queries = queries;
    }

    JsonBody fields(Endpoint.EndpointCall call) {
        int limit = limit(call);
        Map<String, DetectedFields.DetectedField> fields = detect(call, limit);
        return json -> {
            json.writeStartObject();
            if (!fields.isEmpty()) {
                json.writeArrayPropertyStart("fields");
                fields.forEach((name, field) -> write(json, name, field));
                json.writeEndArray();
                json.writeNumberProperty("limit", limit);
            }
            json.writeEndObject();
        };
    }

    private static void write(JsonGenerator json, String name, DetectedFields.DetectedField field) {
        json.writeStartObject();
        json.writeStringProperty("label", name);
        json.writeStringProperty("type", field.type().toString());
        json.writeNumberProperty("cardinality", field.values().size());
        if (field.parsers().isEmpty()) {
            json.writeNullProperty("parsers");
        } else {
            writeTexts(json, "parsers", field.parsers());
        }
        if (!field.jsonPath().isEmpty()) {
            writeTexts(json, "jsonPath", field.jsonPath());
        }
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String property, Collection<String> texts) {
        json.writeArrayPropertyStart(property);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    JsonBody fieldValues(Endpoint.EndpointCall call) {
        int limit = limit(call);
        DetectedFields.DetectedField field = detect(call, limit).get(call.pathVariable("name"));
        return json -> {
            json.writeStartObject();
            if (field != null) {
                json.writeNumberProperty("limit", limit);
                writeTexts(json, "values", field.values());
            }
            json.writeEndObject();
        };
    }

    private Map<String, DetectedFields.DetectedField> detect(Endpoint.EndpointCall call, int limit) {
        return DetectedFields.of(lines.sample(call), queries, limit);
    }

    /** {@code field_limit} is the older name. */
    private static int limit(Endpoint.EndpointCall call) {
        boolean isOld = call.parameters().text("limit").isEmpty();
        return call.parameters().positive(isOld ? "field_limit" : "limit", DEFAULT_FIELDS);
    }

    JsonBody labels(Endpoint.EndpointCall call) {
        LokiParameters.Bounds bounds = call.parameters().orderedBounds();
        Map<String, Set<String>> values = new TreeMap<>();
        for (Labels labels : store.series(
                selectors.matchersOrAll(call.parameters().query()), bounds.startNanos(), bounds.endNanos())) {
            labels.asMap()
                    .forEach((name, value) ->
                            values.computeIfAbsent(name, n -> new TreeSet<>()).add(value));
        }
        values.values().removeIf(distinct -> distinct.stream().allMatch(DetectedEndpoints::isIdentifier));
        return json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("detectedLabels");
            values.forEach((name, distinct) -> {
                json.writeStartObject();
                json.writeStringProperty("label", name);
                json.writeNumberProperty("cardinality", distinct.size());
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    /** Numbers and UUIDs: labels with nothing else are no help in choosing streams, and Loki leaves them out. */
    private static boolean isIdentifier(String value) {
        return LokiTimes.numberOrNull(value) != null || UUID.matcher(value).matches();
    }
}
