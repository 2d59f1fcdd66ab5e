package io.tocsin.yaml;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What a node of a YAML file is. */
public final class YamlNodes {

    private YamlNodes() {}

    public static boolean isNull(Node value) {
        return value instanceof ScalarNode && value.getTag().equals(Tag.NULL);
    }

    /** What the value is, with its article. */
    public static String kindOf(Node value) {
        if (value instanceof MappingNode) {
            return "a mapping";
        }
        return value instanceof SequenceNode ? "a list" : isNull(value) ? "nothing" : "a text";
    }
}
