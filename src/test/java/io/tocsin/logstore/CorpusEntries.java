package io.tocsin.logstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The entries of the conformance corpus, as they were pushed to a real Loki and as it stored them. */
public final class CorpusEntries {

    public static final JsonMapper JSON = JsonMapper.shared();

    private CorpusEntries() {}

    public static List<JsonNode> lines(String file) {
        try (InputStream input = CorpusEntries.class.getResourceAsStream("/logql-corpus/" + file)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(JSON::readTree)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One push request with these entries, each as its own stream object, in order. */
    public static byte[] pushBody(List<JsonNode> entries) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode streams = root.putArray("streams");
        for (JsonNode entry : entries) {
            ObjectNode stream = streams.addObject();
            stream.set("stream", entry.get("labels"));
            ArrayNode value = stream.putArray("values").addArray();
            value.add(entry.get("ts").asString()).add(entry.get("line").asString());
            if (entry.has("structured_metadata")) {
                value.add(entry.get("structured_metadata"));
            }
        }
        return JSON.writeValueAsBytes(root);
    }
}
