package io.tocsin.notification.file;

import io.tocsin.yaml.Problems;
import io.tocsin.yaml.YamlFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The entries of one YAML mapping; whatever is not as it should be becomes a problem and counts as absent. */
final class Entries {

    private final YamlFields fields;
    private final Problems problems;

    private Entries(YamlFields fields, Problems problems) {
        this.fields = fields;
        this.problems = problems;
    }

    /** @param place what the mapping is, as in {@code a route} */
    static Entries of(Node node, String place, Set<String> known, Map<String, String> hints, Problems problems) {
        Entries entries = open(node, place, problems);
        entries.fields.rejectUnknown(place, known, hints);
        return entries;
    }

    /** A mapping whose names are free. */
    static Entries open(Node node, String place, Problems problems) {
        return new Entries(YamlFields.of(node, place + " must be a mapping (name: value)", problems), problems);
    }

    Node node() {
        return fields.node();
    }

    Problems problems() {
        return problems;
    }

    /** Of the fields that have a value. */
    List<String> names() {
        return fields.entries().keySet().stream().filter(this::has).toList();
    }

    boolean has(String name) {
        return find(name) != null;
    }

    @Nullable
    Node find(String name) {
        return fields.find(name);
    }

    @Nullable
    ScalarNode scalar(String name) {
        return fields.scalar(name);
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
        return fields.list(name);
    }

    /** The texts of a list. */
    List<ScalarNode> scalars(String name) {
        List<ScalarNode> scalars = new ArrayList<>();
        for (Node item : list(name)) {
            if (item instanceof ScalarNode scalar && !YamlFields.isNull(item)) {
                scalars.add(scalar);
            } else {
                problems.add(item, "\"" + name + "\" must be a list of texts");
            }
        }
        return scalars;
    }
}
