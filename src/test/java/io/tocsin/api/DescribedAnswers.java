package io.tocsin.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares answers with what /openapi.yaml says of them.
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
        JsonNode schema = content.properties().iterator().next().getValue().path("schema");
        return AnswerSchema.violations(
                DESCRIPTION,
                DescribedAnswers::pointer,
                schema,
                JsonMapper.shared().readTree(body),
                operation);
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DESCRIPTION.at(pointer(node.path("$ref").asString())) : node;
    }

    /** Without the {@code #} in front. */
    private static String pointer(String reference) {
        return reference.substring(1);
    }
}
