package io.tocsin.api.loki;

import io.tocsin.label.Labels;
import io.tocsin.logstore.LogStore;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code detected_labels}: which labels there are and how many values each has. */
final class DetectedEndpoints {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final LogStore store;
    private final Selectors selectors;

    DetectedEndpoints(LogStore store, Selectors selectors) {
        this.store = store;
        this.selectors = selectors;
    }

    JsonBody labels(Endpoint.Call call) {
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
        return GoNumbers.parseDouble(value) != null || UUID.matcher(value).matches();
    }
}
