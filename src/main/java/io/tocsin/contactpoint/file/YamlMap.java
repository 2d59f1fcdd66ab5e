package io.tocsin.contactpoint.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of the file whose fields are read one by one; what is wrong goes to the problems, with its position. */
final class YamlMap {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Node node;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final Problems problems;

    YamlMap(Node node, Set<String> known, Problems problems) {
        this.node = node;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, "must be a mapping of fields");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!known.contains(name)) {
                problems.add(
                        tuple.getKeyNode(),
                        "unknown field \"" + name + "\"; known are "
                                + String.join(", ", new java.util.TreeSet<>(known)));
            } else if (fields.putIfAbsent(name, tuple.getValueNode()) != null) {
                problems.add(tuple.getKeyNode(), "field \"" + name + "\" appears twice");
            }
        }
    }

    Node node() {
        return node;
    }

    @Nullable
    Node field(String name) {
        return fields.get(name);
    }

    Node fieldOrSelf(String name) {
        return fields.getOrDefault(name, node);
    }

    /** The text with environment variables expanded, or null when the field is absent or wrong. */
    @Nullable
    String text(String name) {
        Node value = fields.get(name);
        return value == null ? null : text(value, name);
    }

    /** As {@link #text}, but its absence is a problem. */
    @Nullable
    String requiredText(String name) {
        if (!fields.containsKey(name)) {
            problems.add(node, "field \"" + name + "\" is missing");
            return null;
        }
        String value = text(name);
        if (value != null && value.isBlank()) {
            problems.add(fieldOrSelf(name), "field \"" + name + "\" must not be empty");
            return null;
        }
        return value;
    }

    boolean flag(String name, boolean byDefault) {
        String value = text(name);
        if (value == null) {
            return byDefault;
        }
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(fieldOrSelf(name), "field \"" + name + "\" must be true or false");
        }
        return value.equals("true");
    }

    List<String> texts(String name) {
        Node value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            String single = text(value, name);
            return single == null ? List.of() : List.of(single);
        }
        return sequence.getValue().stream()
                .map(item -> text(item, name))
                .filter(java.util.Objects::nonNull)
                .map(item -> (String) item)
                .toList();
    }

    /** Names and values of a mapping of texts. */
    Map<String, String> textMap(String name) {
        Map<String, String> values = new LinkedHashMap<>();
        Node value = fields.get(name);
        if (value instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = text(tuple.getKeyNode(), name);
                String text = text(tuple.getValueNode(), name);
                if (key != null && text != null) {
                    values.put(key, text);
                }
            }
        } else if (value != null) {
            problems.add(value, "field \"" + name + "\" must be a mapping of names to texts");
        }
        return values;
    }

    private @Nullable String text(Node value, String name) {
        if (!(value instanceof ScalarNode scalar)) {
            problems.add(value, "field \"" + name + "\" must be a text");
            return null;
        }
        return expand(scalar);
    }

    private @Nullable String expand(ScalarNode scalar) {
        Matcher matcher = VARIABLE.matcher(scalar.getValue());
        StringBuilder expanded = new StringBuilder();
        boolean isComplete = true;
        while (matcher.find()) {
            String value = problems.environment().apply(matcher.group(1));
            if (value == null || value.isEmpty()) {
                problems.add(scalar, "environment variable " + matcher.group(1) + " is not set");
                isComplete = false;
            }
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value == null ? "" : value));
        }
        matcher.appendTail(expanded);
        return isComplete ? expanded.toString() : null;
    }
}
