package io.tocsin.logql.engine;

import io.tocsin.label.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The entries and requests of src/test/resources/logql-corpus. */
public final class EngineCorpus {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private EngineCorpus() {}

    /** The entries as Loki stored them. */
    public static LogSource entries() {
        MemoryLogSource source = new MemoryLogSource();
        for (JsonNode node : read("streams.jsonl")) {
            JsonNode stored = node.get("stored");
            source.add(
                    labels(stored.get("labels")),
                    Long.parseLong(node.get("ts").asString()),
                    node.get("line").asString(),
                    labels(stored.get("structured_metadata")));
        }
        return source;
    }

    public static List<JsonNode> cases() {
        return read("cases.jsonl");
    }

    private static List<JsonNode> read(String name) {
        InputStream stream =
                Objects.requireNonNull(EngineCorpus.class.getResourceAsStream("/logql-corpus/" + name), name);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().map(MAPPER::readTree).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Labels labels(JsonNode node) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (node != null) {
            node.properties()
                    .forEach(
                            entry -> labels.put(entry.getKey(), entry.getValue().asString()));
        }
        return Labels.of(labels);
    }
}
