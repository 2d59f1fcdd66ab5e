package io.tocsin.tracing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Spans as OTLP over HTTP has them in JSON: ids in hexadecimal digits, 64-bit numbers as texts. */
final class OtlpJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int STATUS_ERROR = 2;

    private OtlpJson() {}

    /** @param resource what sends them, for example {@code service.name} */
    static byte[] write(Map<String, String> resource, List<FinishedSpan> spans) {
        Map<String, Object> scope = Map.of(
                "scope",
                Map.of("name", "tocsin"),
                "spans",
                spans.stream().map(OtlpJson::span).toList());
        Map<String, Object> all = Map.of(
                "resourceSpans",
                List.of(Map.of("resource", Map.of("attributes", attributes(resource)), "scopeSpans", List.of(scope))));
        return MAPPER.writeValueAsBytes(all);
    }

    private static Map<String, Object> span(FinishedSpan span) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("traceId", span.place().traceId());
        json.put("spanId", span.place().spanId());
        String parentId = span.parentId();
        if (parentId != null) {
            json.put("parentSpanId", parentId);
        }
        json.put("name", span.name());
        json.put("kind", span.kind().number());
        json.put("startTimeUnixNano", nanos(span.times().start()));
        json.put("endTimeUnixNano", nanos(span.times().end()));
        json.put("attributes", attributes(span.attributes()));
        String failure = span.failure();
        if (failure != null) {
            json.put("status", Map.of("code", STATUS_ERROR, "message", failure));
        }
        return json;
    }

    private static List<Map<String, Object>> attributes(Map<String, ?> attributes) {
        List<Map<String, Object>> list = new ArrayList<>();
        new TreeMap<>(attributes)
                .forEach((key, value) -> list.add(Map.of(
                        "key",
                        key,
                        "value",
                        value instanceof Long number
                                ? Map.of("intValue", number.toString())
                                : Map.of("stringValue", value.toString()))));
        return list;
    }

    private static String nanos(Instant time) {
        return Long.toString(Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
    }
}
