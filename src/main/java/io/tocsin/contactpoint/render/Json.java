package io.tocsin.contactpoint.render;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Payloads as JSON text, and answers as JSON trees. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    public static String write(Map<String, ?> payload) {
        return MAPPER.writeValueAsString(payload);
    }

    /** Empty when the text is not a JSON object. */
    public static Optional<JsonNode> readObject(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
