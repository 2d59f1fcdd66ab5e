package io.tocsin.notification.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The entries of one YAML mapping; whatever is not as it should be becomes a problem and counts as absent. */
final class Entries {

    private final Node node;
    private final Problems problems;
    private final Map<String, ScalarNode> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();

    private Entries(Node node, Problems problems) {
        this.node = node;
        this.problems = problems;
    }

    /** @param place what the mapping is, as in {@code a route} */
    static Entries of(Node node, String place, Set<String> known, Map<String, String> hints, Problems problems) {
        Entries entries = open(node, place, problems);
        entries.keys.forEach((name, key) -> {
            if (!known.contains(name)) {
                String hint = hints.getOrDefault(name, "known are " + String.join(", ", new TreeSet<>(known)));
                problems.add(key, "unknown field \"" + name + "\" in " + place + "; " + hint);
            }
        });
        return entries;
    }

    /** A mapping whose names are free. */
    static Entries open(Node node, String place, Problems problems) {
        Entries entries = new Entries(node, problems);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entries::add);
        } else {
            problems.add(node, place + " must be a mapping (name: value)");
        }
        return entries;
    }

    private void add(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.add(tuple.getKeyNode(), "a field name must be a text");
            return;
        }
        if (keys.putIfAbsent(key.getValue(), key) != null) {
            problems.add(key, "\"" + key.getValue() + "\" is given twice");
            return;
        }
        if (!isNull(tuple.getValueNode())) {
            values.put(key.getValue(), tuple.getValueNode());
        }
    }

    Node node() {
        return node;
    }

    Problems problems() {
        return problems;
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable
    Node find(String name) {
        return values.get(name);
    }

    @Nullable
    ScalarNode scalar(String name) {
        Node value = values.get(name);
        if (value == null || value instanceof ScalarNode) {
            return (ScalarNode) value;
        }
        problems.add(value, "\"" + name + "\" must be a text");
        return null;
    }

    /** The value as the function reads it; null when it is absent or the function refuses it. */
    <T> @Nullable T value(String name, Function<String, T> function) {
        ScalarNode scalar = scalar(name);
        return scalar == null ? null : read(scalar, name, function, problems);
    }

    static <T> @Nullable T read(ScalarNode scalar, String name, Function<String, T> function, Problems problems) {
        try {
            return function.apply(scalar.getValue());
        } catch (IllegalArgumentException e) {
            problems.add(scalar, name + ": " + e.getMessage());
            return null;
        }
    }

    List<Node> list(String name) {
        Node value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode list) {
            return list.getValue();
        }
        problems.add(value, "\"" + name + "\" must be a list");
        return List.of();
    }

    /** The texts of a list. */
    List<ScalarNode> scalars(String name) {
        List<ScalarNode> scalars = new ArrayList<>();
        for (Node item : list(name)) {
            if (item instanceof ScalarNode scalar && !isNull(item)) {
                scalars.add(scalar);
            } else {
                problems.add(item, "\"" + name + "\" must be a list of texts");
            }
        }
        return scalars;
    }

    private static boolean isNull(Node value) {
        return value instanceof ScalarNode && value.getTag().equals(Tag.NULL);
    }
}
