package io.tocsin.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Schemas of answers, written from the documentation of Alertmanager and Prometheus. What they do not name is a violation,
 * as is what they demand and is missing.
 */
public final class ContractSchemas {

    private static final JsonNode SCHEMAS = read();

    private ContractSchemas() {}

    private static JsonNode read() {
        try {
            return JsonMapper.shared().readTree(Files.readString(Path.of("src/test/resources/contract/schemas.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where and how the value is not as the schema of this name says; empty when it is. */
    public static List<String> violations(String schema, JsonNode value) {
        return AnswerSchema.violations(SCHEMAS, name -> "/" + name, SCHEMAS.path(schema), value, schema);
    }
}
