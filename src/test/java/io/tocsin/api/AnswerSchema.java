package io.tocsin.api;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * Compares values with schemas. An object with properties has no others, unless its schema says so: what is not described is
 * as wrong as what is missing.
 */
final class AnswerSchema {

    private final UnaryOperator<String> pointer;
    private final JsonNode root;
    private final List<String> violations = new ArrayList<>();

    /** @param pointer from what a reference says to where it leads in the root */
    private AnswerSchema(JsonNode root, UnaryOperator<String> pointer) {
        this.root = root;
        this.pointer = pointer;
    }

    /** Where and how the value is not as the schema says; empty when it is. */
    static List<String> violations(
            JsonNode root, UnaryOperator<String> pointer, JsonNode schema, JsonNode value, String at) {
        AnswerSchema check = new AnswerSchema(root, pointer);
        check.check(schema, value, at);
        return check.violations;
    }

    private void check(JsonNode given, JsonNode value, String at) {
        JsonNode schema =
                given.has("$ref") ? root.at(pointer.apply(given.path("$ref").asString())) : given;
        if (schema.isMissingNode()) {
            violations.add(at + ": no such schema " + given);
        } else if (schema.has("oneOf")) {
            checkOneOf(schema, value, at);
        } else if (!isOfType(schema.path("type"), value)) {
            violations.add(at + ": not " + schema.path("type") + " but " + value);
        } else if (value.isObject()) {
            checkObject(schema, value, at);
        } else if (value.isArray() && schema.has("prefixItems")) {
            checkTuple(schema.path("prefixItems"), value, at);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), at + "[" + i + "]");
            }
        } else if (schema.has("enum")
                && schema.path("enum").valueStream().noneMatch(allowed -> allowed.equals(value))) {
            violations.add(at + ": " + value + " is none of " + schema.path("enum"));
        } else if (schema.path("format").asString("").equals("date-time") && value.isString() && !isTime(value)) {
            violations.add(at + ": " + value + " is no time");
        }
    }

    private void checkOneOf(JsonNode schema, JsonNode value, String at) {
        List<String> all = new ArrayList<>();
        for (JsonNode choice : schema.path("oneOf")) {
            List<String> own = violations(root, pointer, choice, value, at);
            if (own.isEmpty()) {
                return;
            }
            all.addAll(own);
        }
        violations.addAll(all);
    }

    private void checkTuple(JsonNode schemas, JsonNode value, String at) {
        if (schemas.size() != value.size()) {
            violations.add(at + ": " + value.size() + " items in place of " + schemas.size());
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            check(schemas.get(i), value.get(i), at + "[" + i + "]");
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String at) {
        schema.path("required")
                .valueStream()
                .map(JsonNode::asString)
                .filter(name -> !value.has(name))
                .forEach(name -> violations.add(at + ": \"" + name + "\" is missing"));
        JsonNode others = schema.path("additionalProperties");
        boolean isOpen = !schema.has("properties") && others.isMissingNode();
        value.properties().forEach(entry -> {
            JsonNode known = schema.path("properties").path(entry.getKey());
            String place = at + "." + entry.getKey();
            if (!known.isMissingNode()) {
                check(known, entry.getValue(), place);
            } else if (others.isObject()) {
                check(others, entry.getValue(), place);
            } else if (!isOpen && !others.asBoolean(false)) {
                violations.add(place + ": not described");
            }
        });
    }

    private static boolean isOfType(JsonNode type, JsonNode value) {
        if (type.isMissingNode()) {
            return true;
        }
        return type.isArray()
                ? type.valueStream().anyMatch(one -> isOf(one.asString(), value))
                : isOf(type.asString(), value);
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static boolean isTime(JsonNode value) {
        try {
            return OffsetDateTime.parse(value.asString()).getYear() >= 1;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
