package io.tocsin.contactpoint.file;

import io.tocsin.yaml.YamlFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of the file whose fields are read one by one, with their environment variables. */
final class YamlMap {

    private final YamlFields fields;
    private final ContactPointProblems problems;

    YamlMap(Node node, Set<String> known, ContactPointProblems problems) {
        this.problems = problems;
        this.fields = YamlFields.of(node, "must be a mapping of fields", problems);
        fields.rejectUnknown("", known, Map.of());
    }

    Node node() {
        return fields.node();
    }

    @Nullable
    Node field(String name) {
        return fields.find(name);
    }

    Node fieldOrSelf(String name) {
        return fields.place(name);
    }

    /** The text with environment variables expanded, or null when the field is absent or wrong. */
    @Nullable
    String text(String name) {
        Node value = fields.find(name);
        return value == null ? null : text(value, name);
    }

    /** As {@link #text}, but its absence is a problem. */
    @Nullable
    String requiredText(String name) {
        if (!fields.has(name)) {
            problems.add(fields.node(), "field \"" + name + "\" is missing");
            return null;
        }
        Node node = fields.find(name);
        String value = node == null ? "" : text(node, name);
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
        Node value = fields.find(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Node item : value instanceof SequenceNode list ? list.getValue() : List.of(value)) {
            String text = text(item, name);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Names and values of a mapping of texts. */
    Map<String, String> textMap(String name) {
        Map<String, String> values = new LinkedHashMap<>();
        Node value = fields.find(name);
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
        List<String> undefined = new ArrayList<>();
        String expanded = problems.environment().expand(scalar.getValue(), undefined::add);
        undefined.forEach(variable -> problems.add(scalar, "environment variable " + variable + " is not set"));
        return undefined.isEmpty() ? expanded : null;
    }
}
