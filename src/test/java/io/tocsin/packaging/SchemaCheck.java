package io.tocsin.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The part of JSON Schema that the chart's schema of values uses. */
final class SchemaCheck {

    private final List<String> problems = new ArrayList<>();

    private SchemaCheck() {}

    static List<String> problems(JsonNode schema, Object value) {
        SchemaCheck check = new SchemaCheck();
        check.check(schema, value, "values");
        return check.problems;
    }

    private void check(JsonNode schema, Object value, String path) {
        JsonNode type = schema.path("type");
        boolean isRight = type.isMissingNode()
                || (type.isArray() ? type.valueStream() : java.util.stream.Stream.of(type))
                        .anyMatch(one -> isOfType(one.stringValue(), value));
        if (!isRight) {
            problems.add(path + " is no " + type);
            return;
        }
        if (schema.has("enum")
                && schema.get("enum")
                        .valueStream()
                        .noneMatch(one -> one.stringValue().equals(value))) {
            problems.add(path + " is none of " + schema.get("enum"));
        }
        if (schema.has("pattern")
                && !String.valueOf(value).matches(schema.get("pattern").stringValue())) {
            problems.add(path + " does not match " + schema.get("pattern"));
        }
        if (value instanceof Number number
                && (number.longValue() < schema.path("minimum").asLong(Long.MIN_VALUE)
                        || number.longValue() > schema.path("maximum").asLong(Long.MAX_VALUE))) {
            problems.add(path + " is out of range");
        }
        if (value instanceof List<?> list && schema.has("items")) {
            list.forEach(item -> check(schema.get("items"), item, path + "[]"));
        }
        if (value instanceof Map<?, ?> map) {
            checkFields(schema, map, path);
        }
    }

    private void checkFields(JsonNode schema, Map<?, ?> map, String path) {
        schema.path("required")
                .valueStream()
                .map(JsonNode::stringValue)
                .filter(name -> !map.containsKey(name))
                .forEach(name -> problems.add(path + "." + name + " is missing"));
        map.forEach((key, entry) -> {
            JsonNode known = schema.path("properties").path(String.valueOf(key));
            JsonNode others = schema.path("additionalProperties");
            if (!known.isMissingNode()) {
                check(known, entry, path + "." + key);
            } else if (others.isObject()) {
                check(others, entry, path + "." + key);
            } else if (others.isBoolean() && !others.booleanValue()) {
                problems.add(path + "." + key + " is unknown");
            }
        });
    }

    private static boolean isOfType(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long || value instanceof Integer;
            default -> throw new IllegalArgumentException(type);
        };
    }
}
