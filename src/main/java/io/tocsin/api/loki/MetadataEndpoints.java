package io.tocsin.api.loki;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logstore.LogStore;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Labels, label values and series: what is known of streams without reading a line. */
final class MetadataEndpoints {

    private final LogStore store;
    private final Selectors selectors;

    MetadataEndpoints(LogStore store, Selectors selectors) {
        this.store = store;
        this.selectors = selectors;
    }

    JsonBody labels(Endpoint.EndpointCall call) {
        TreeSet<String> names = new TreeSet<>();
        for (Labels labels : selected(call.parameters())) {
            names.addAll(labels.asMap().keySet());
        }
        return strings(names);
    }

    JsonBody labelValues(Endpoint.EndpointCall call) {
        String name = call.pathVariable("name");
        TreeSet<String> values = new TreeSet<>();
        for (Labels labels : selected(call.parameters())) {
            if (labels.has(name)) {
                values.add(labels.get(name));
            }
        }
        return strings(values);
    }

    private List<Labels> selected(LokiParameters parameters) {
        LokiParameters.Bounds bounds = parameters.bounds();
        List<LabelMatcher> matchers = selectors.matchersOrAll(parameters.query());
        return series(matchers, bounds);
    }

    JsonBody series(Endpoint.EndpointCall call) {
        LokiParameters.Bounds bounds = call.parameters().bounds();
        List<List<LabelMatcher>> groups =
                call.parameters().matches().stream().map(selectors::matchers).toList();
        Set<Labels> found = new LinkedHashSet<>();
        if (groups.isEmpty()) {
            found.addAll(series(List.of(), bounds));
        }
        groups.forEach(matchers -> found.addAll(series(matchers, bounds)));
        return json -> {
            json.writeStartObject();
            json.writeStringProperty("status", "success");
            json.writeArrayPropertyStart("data");
            found.forEach(labels -> QueryJson.writeLabels(json, labels.asMap()));
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    private List<Labels> series(List<LabelMatcher> matchers, LokiParameters.Bounds bounds) {
        if (bounds.endNanos() < bounds.startNanos()) {
            throw new LokiException(500, "merging responses requires at least one response");
        }
        return store.series(matchers, bounds.startNanos(), Math.max(bounds.endNanos(), bounds.endNanos() + 1));
    }

    /** Without anything found there is no member {@code data}, as in Loki. */
    private static JsonBody strings(Collection<String> values) {
        return json -> {
            json.writeStartObject();
            json.writeStringProperty("status", "success");
            if (!values.isEmpty()) {
                json.writeArrayPropertyStart("data");
                values.forEach(json::writeString);
                json.writeEndArray();
            }
            json.writeEndObject();
        };
    }
}
