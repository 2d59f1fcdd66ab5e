package io.tocsin.demo;

import io.tocsin.logstore.LogStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Pushes the lines of the {@link DemoScript} into the embedded store, every second, the way a log agent would. */
@Component
@Profile("demo")
class DemoLogSource {

    private static final long SEED = 20261121;

    private final ObjectProvider<LogStore> store;
    private final JsonMapper json;
    private final Clock clock;
    private final DemoScript script = new DemoScript(SEED);
    private long second;

    DemoLogSource(ObjectProvider<LogStore> store, JsonMapper json, Clock clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    /** Pushes the next second's lines; nothing without an embedded store. */
    void push() {
        LogStore target = store.getIfAvailable();
        if (target == null) {
            return;
        }
        Instant at = clock.instant();
        target.push(json.writeValueAsBytes(body(script.lines(second++, at), at)), MediaType.APPLICATION_JSON_VALUE, "");
    }

    /** A push as Loki's JSON format has it; lines of one second are a microsecond apart, so that they keep their order. */
    private static Map<String, Object> body(List<DemoLine> lines, Instant at) {
        Map<SortedMap<String, String>, List<List<String>>> valuesByStream = new LinkedHashMap<>();
        long nanos = at.getEpochSecond() * 1_000_000_000L + at.getNano();
        for (DemoLine line : lines) {
            nanos += 1_000;
            valuesByStream
                    .computeIfAbsent(line.stream().asMap(), stream -> new ArrayList<>())
                    .add(List.of(Long.toString(nanos), line.text()));
        }
        List<Map<String, Object>> streams = new ArrayList<>();
        valuesByStream.forEach((stream, values) -> streams.add(Map.of("stream", stream, "values", values)));
        return Map.of("streams", streams);
    }
}
