package io.tocsin.logql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded requests of src/test/resources/logql-corpus, as far as they carry a query. */
final class CorpusCases {

    private CorpusCases() {}

    static List<Case> load() {
        JsonMapper mapper = JsonMapper.builder().build();
        InputStream stream = Objects.requireNonNull(CorpusCases.class.getResourceAsStream("/logql-corpus/cases.jsonl"));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(mapper::readTree)
                    .filter(node -> node.has("query"))
                    .map(CorpusCases::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case read(JsonNode node) {
        int status = node.get("status").asInt();
        String error = status == 200 ? "" : node.get("error").asString().stripTrailing();
        return new Case(
                node.get("id").asString(),
                node.get("category").asString(),
                node.get("query").asString(),
                status,
                error);
    }

    record Case(String id, String category, String query, int status, String error) {

        /** Whether Loki refused the query for what it says, not for its parameters or its data. */
        boolean isRefusedByParser() {
            return error.startsWith("parse error");
        }
    }
}
