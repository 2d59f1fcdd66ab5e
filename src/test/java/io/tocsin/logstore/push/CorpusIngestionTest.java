package io.tocsin.logstore.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.logstore.CorpusEntries;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CorpusIngestionTest {

    private final PushIntake intake = new PushIntake(
            PushLimits.lokiDefaults(false, Duration.ofDays(36_500)),
            Clock.systemUTC(),
            System::nanoTime,
            (reason, lines) -> {});

    @Test
    void storesEveryEntryOfTheCorpusAsLokiDoes() {
        List<String> deviations = new ArrayList<>();
        List<JsonNode> entries = CorpusEntries.lines("streams.jsonl");

        for (JsonNode expected : entries) {
            ValidatedPush push = intake.accept(CorpusEntries.pushBody(List.of(expected)), "application/json", "");
            StreamEntries stream = push.streams().get(0);
            LogEntry entry = stream.entries().get(0);
            JsonNode stored = expected.get("stored");
            boolean same = stream.labels().equals(labels(stored.get("labels")))
                    && entry.structuredMetadata().equals(labels(stored.get("structured_metadata")))
                    && entry.timestampNanos()
                            == Long.parseLong(expected.get("ts").asString())
                    && new String(entry.line(), StandardCharsets.UTF_8)
                            .equals(expected.get("line").asString());
            if (!same) {
                deviations.add(expected + " became " + stream.labels() + " " + entry.structuredMetadata());
            }
        }

        assertThat(entries).hasSize(5637);
        assertThat(deviations).isEmpty();
    }

    private static Labels labels(JsonNode node) {
        Map<String, String> labels = new LinkedHashMap<>();
        node.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
        return Labels.of(labels);
    }
}
