package io.tocsin.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The part of JSON Schema, draft 7, that our schemas use; a word that it does not know is an error of the schema. */
final class JsonSchema {

    private static final List<String> NO_CHECK = List.of(
            "$schema", "$id", "title", "description", "default", "definitions", "then", "else", "required", "items");

    private final JsonNode root;

    private JsonSchema(JsonNode root) {
        this.root = root;
    }

    static JsonSchema named(String name) throws IOException {
        try (InputStream input = JsonSchema.class.getResourceAsStream("/static/schema/" + name)) {
            return new JsonSchema(JsonMapper.shared().readTree(input));
        }
    }

    JsonNode root() {
        return root;
    }

    /** What is wrong with a document, each with its path. */
    List<String> problems(JsonNode document) {
        return problems(root, document, "");
    }

    private List<String> problems(JsonNode schema, JsonNode value, String path) {
        List<String> problems = new ArrayList<>();
        if (schema.has("$ref")) {
            return problems(root.at(schema.get("$ref").asString().substring(1)), value, path);
        }
        schema.propertyStream().forEach(word -> {
            String problem = problem(word.getKey(), word.getValue(), schema, value, path, problems);
            if (!problem.isEmpty()) {
                problems.add(path + ": " + problem);
            }
        });
        return problems;
    }

    private String problem(
            String word, JsonNode given, JsonNode schema, JsonNode value, String path, List<String> problems) {
        switch (word) {
            case "type":
                return isOfType(given, value) ? "" : value.getNodeType() + " is not " + given;
            case "enum":
                return given.valueStream().anyMatch(value::equals) ? "" : value + " is none of " + given;
            case "const":
                return given.equals(value) ? "" : value + " is not " + given;
            case "pattern":
                return !value.isString()
                                || Pattern.compile(given.asString())
                                        .matcher(value.asString())
                                        .find()
                        ? ""
                        : value + " does not match " + given;
            case "minLength":
                return value.isString() && value.asString().length() < given.asInt() ? "too short" : "";
            case "maxLength":
                return value.isString() && value.asString().length() > given.asInt() ? "too long" : "";
            case "minimum":
                return value.isNumber() && value.asDouble() < given.asDouble() ? "too small" : "";
            case "maximum":
                return value.isNumber() && value.asDouble() > given.asDouble() ? "too large" : "";
            case "minItems":
                return value.isArray() && value.size() < given.asInt() ? "too few" : "";
            case "uniqueItems":
                return value.isArray() && value.valueStream().distinct().count() < value.size() ? "twice" : "";
            case "anyOf":
                return given.valueStream()
                                .anyMatch(one -> problems(one, value, path).isEmpty())
                        ? ""
                        : "none of anyOf";
            case "allOf":
                given.forEach(one -> problems.addAll(problems(one, value, path)));
                return "";
            case "not":
                return problems(given, value, path).isEmpty() ? "must not be so" : "";
            case "if":
                String branch = problems(given, value, path).isEmpty() ? "then" : "else";
                problems.addAll(schema.has(branch) ? problems(schema.get(branch), value, path) : List.of());
                return "";
            case "propertyNames":
                value.propertyStream()
                        .forEach(entry -> problems.addAll(problems(
                                given, JsonMapper.shared().valueToTree(entry.getKey()), path + "/" + entry.getKey())));
                return "";
            case "properties":
                given.propertyStream()
                        .filter(entry -> value.has(entry.getKey()))
                        .forEach(entry -> problems.addAll(
                                problems(entry.getValue(), value.get(entry.getKey()), path + "/" + entry.getKey())));
                return "";
            case "additionalProperties":
                value.propertyStream()
                        .filter(entry -> !schema.path("properties").has(entry.getKey()))
                        .forEach(entry -> problems.addAll(
                                given.isBoolean()
                                        ? List.of(path + ": unknown " + entry.getKey())
                                        : problems(given, entry.getValue(), path + "/" + entry.getKey())));
                return "";
            default:
                return others(word, given, value, path, problems);
        }
    }

    private String others(String word, JsonNode given, JsonNode value, String path, List<String> problems) {
        if (word.equals("required") && value.isObject()) {
            given.forEach(name -> {
                if (!value.has(name.asString())) {
                    problems.add(path + ": " + name + " is missing");
                }
            });
        } else if (word.equals("items") && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                problems.addAll(problems(given, value.get(i), path + "/" + i));
            }
        } else if (!NO_CHECK.contains(word)) {
            throw new AssertionError("the schema has the word " + word);
        }
        return "";
    }

    private static boolean isOfType(JsonNode given, JsonNode value) {
        if (given.isArray()) {
            return given.valueStream().anyMatch(one -> isOfType(one, value));
        }
        return switch (given.asString()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("the schema has the type " + given);
        };
    }
}
