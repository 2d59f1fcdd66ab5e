package io.tocsin.importer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML nodes as plain maps, lists and values, to be written again. */
public final class NodeValues {

    private NodeValues() {}

    /** Texts stay as they are written; only numbers and truth values become what they are. */
    public static @Nullable Object of(Node node) {
        if (node instanceof MappingNode mapping) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    values.put(key.getValue(), of(entry.getValueNode()));
                }
            }
            return values;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(NodeValues::of).toList();
        }
        if (node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN) {
            return plain(scalar);
        }
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    private static @Nullable Object plain(ScalarNode scalar) {
        if (scalar.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().toLowerCase(java.util.Locale.ROOT).matches("true|yes|on");
        }
        if (scalar.getTag().equals(Tag.INT) && scalar.getValue().matches("-?[0-9]{1,9}")) {
            return Integer.valueOf(scalar.getValue());
        }
        return scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue();
    }
}
