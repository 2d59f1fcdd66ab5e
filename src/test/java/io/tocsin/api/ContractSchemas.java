package io.tocsin.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
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
        List<String> violations = new ArrayList<>();
        check(SCHEMAS.path(schema), value, schema, violations);
        return violations;
    }

    private static void check(JsonNode schema, JsonNode value, String at, List<String> violations) {
        if (schema.isMissingNode()) {
            violations.add(at + ": no such schema");
        } else if (schema.has("$ref")) {
            check(SCHEMAS.path(schema.path("$ref").asString()), value, at, violations);
        } else if (!isType(schema.path("type").asString(), value)) {
            violations.add(at + ": not a " + schema.path("type").asString() + " but " + value);
        } else if (value.isObject()) {
            checkObject(schema, value, at, violations);
        } else if (value.isArray() && schema.has("prefixItems")) {
            checkTuple(schema.path("prefixItems"), value, at, violations);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), at + "[" + i + "]", violations);
            }
        } else if (schema.has("enum")
                && schema.path("enum").valueStream().noneMatch(allowed -> allowed.equals(value))) {
            violations.add(at + ": " + value + " is none of " + schema.path("enum"));
        } else if (schema.path("format").asString("").equals("date-time") && !isTime(value.asString())) {
            violations.add(at + ": " + value + " is no time");
        }
    }

    private static void checkTuple(JsonNode schemas, JsonNode value, String at, List<String> violations) {
        if (schemas.size() != value.size()) {
            violations.add(at + ": " + value.size() + " items in place of " + schemas.size());
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            check(schemas.get(i), value.get(i), at + "[" + i + "]", violations);
        }
    }

    private static void checkObject(JsonNode schema, JsonNode value, String at, List<String> violations) {
        schema.path("required")
                .valueStream()
                .map(JsonNode::asString)
                .filter(name -> !value.has(name))
                .forEach(name -> violations.add(at + ": \"" + name + "\" is missing"));
        JsonNode others = schema.path("additionalProperties");
        value.properties().forEach(entry -> {
            JsonNode known = schema.path("properties").path(entry.getKey());
            String place = at + "." + entry.getKey();
            if (!known.isMissingNode()) {
                check(known, entry.getValue(), place, violations);
            } else if (others.isObject()) {
                check(others, entry.getValue(), place, violations);
            } else if (!others.asBoolean(true)) {
                violations.add(place + ": unknown");
            }
        });
    }

    private static boolean isType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
    }

    private static boolean isTime(String text) {
        try {
            return OffsetDateTime.parse(text).getYear() >= 1;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
