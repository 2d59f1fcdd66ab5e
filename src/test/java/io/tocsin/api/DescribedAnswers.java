package io.tocsin.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares answers with what /openapi.yaml says of them. An object with properties has no others, unless its schema says so:
 * what the description does not name is as wrong as what is missing.
 */
public final class DescribedAnswers {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final JsonNode DESCRIPTION = read();

    private DescribedAnswers() {}

    private static JsonNode read() {
        try (InputStream text =
                Objects.requireNonNull(DescribedAnswers.class.getResourceAsStream("/static/openapi.yaml"))) {
            Map<String, Object> yaml = new Yaml().load(text);
            return JsonMapper.shared().valueToTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every operation below a path, as in {@code get /api/x/{id}}. */
    public static Set<String> operations(String below) {
        Set<String> operations = new TreeSet<>();
        DESCRIPTION.path("paths").properties().stream()
                .filter(path -> path.getKey().startsWith(below))
                .forEach(path -> path.getValue().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(METHODS::contains)
                        .forEach(method -> operations.add(method + " " + path.getKey())));
        return operations;
    }

    /** The operation that a request is; one with a fixed last part weighs more than one with a variable. */
    public static String operation(String method, String path) {
        String plain = path.replaceFirst("\\?.*", "").replaceFirst("^/prometheus", "");
        return operations("/").stream()
                .filter(one -> one.startsWith(method.toLowerCase(java.util.Locale.ROOT) + " "))
                .filter(one -> plain.matches(one.substring(one.indexOf(' ') + 1).replaceAll("\\{[^}]*}", "[^/]+")))
                .min((a, b) -> Integer.compare(a.split("\\{").length, b.split("\\{").length))
                .orElse("");
    }

    /** Where an answer is not as it is described; empty when it is. */
    public static List<String> violations(String method, String path, int status, String body) {
        String operation = operation(method, path);
        if (operation.isEmpty()) {
            return List.of(method + " " + path + " is not described");
        }
        JsonNode answer = DESCRIPTION
                .path("paths")
                .path(operation.substring(operation.indexOf(' ') + 1))
                .path(operation.substring(0, operation.indexOf(' ')))
                .path("responses")
                .path(Integer.toString(status));
        if (answer.isMissingNode()) {
            return List.of(operation + " does not name the status " + status + ": " + body);
        }
        JsonNode content = resolved(answer).path("content");
        if (content.isMissingNode() || content.propertyNames().contains("text/plain")) {
            return List.of();
        }
        List<String> violations = new ArrayList<>();
        JsonNode schema = content.properties().iterator().next().getValue().path("schema");
        check(schema, JsonMapper.shared().readTree(body), operation, violations);
        return violations;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DESCRIPTION.at(node.path("$ref").asString().substring(1)) : node;
    }

    private static void check(JsonNode given, JsonNode value, String at, List<String> violations) {
        JsonNode schema = resolved(given);
        if (schema.isMissingNode()) {
            violations.add(at + ": no such schema " + given);
        } else if (schema.has("oneOf")) {
            checkOneOf(schema, value, at, violations);
        } else if (!isOfType(schema.path("type"), value)) {
            violations.add(at + ": not " + schema.path("type") + " but " + value);
        } else if (value.isObject()) {
            checkObject(schema, value, at, violations);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), at + "[" + i + "]", violations);
            }
        } else if (schema.has("enum")
                && schema.path("enum").valueStream().noneMatch(allowed -> allowed.equals(value))) {
            violations.add(at + ": " + value + " is none of " + schema.path("enum"));
        } else if (schema.path("format").asString("").equals("date-time") && value.isString() && !isTime(value)) {
            violations.add(at + ": " + value + " is no time");
        }
    }

    private static void checkOneOf(JsonNode schema, JsonNode value, String at, List<String> violations) {
        List<String> all = new ArrayList<>();
        for (JsonNode choice : schema.path("oneOf")) {
            List<String> own = new ArrayList<>();
            check(choice, value, at, own);
            if (own.isEmpty()) {
                return;
            }
            all.addAll(own);
        }
        violations.addAll(all);
    }

    private static void checkObject(JsonNode schema, JsonNode value, String at, List<String> violations) {
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
                check(known, entry.getValue(), place, violations);
            } else if (others.isObject()) {
                check(others, entry.getValue(), place, violations);
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
