package io.tocsin.rule;

import io.tocsin.template.NameSuggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The entries of one YAML mapping: each key once, in their order, merge keys resolved. */
final class YamlFields {

    private static final String MERGE_KEY = "<<";
    private static final int MAX_MERGES = 20;

    private final MappingNode mapping;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final ProblemLog log;

    private YamlFields(MappingNode mapping, ProblemLog log) {
        this.mapping = mapping;
        this.log = log;
    }

    static YamlFields of(MappingNode mapping, ProblemLog log) {
        YamlFields fields = new YamlFields(mapping, log);
        List<Node> merged = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                log.problem(entry.getKeyNode(), "a field name must be a text");
            } else if (key.getValue().equals(MERGE_KEY)) {
                merged.add(entry.getValueNode());
            } else {
                fields.add(key, entry);
            }
        }
        merged.forEach(node -> fields.merge(node, 0));
        return fields;
    }

    private void add(ScalarNode key, NodeTuple entry) {
        NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
        if (first != null) {
            int line = first.getKeyNode().getStartMark().getLine() + 1;
            log.problem(key, "\"" + key.getValue() + "\" is given twice; the first is on line " + line);
        }
    }

    private void merge(Node node, int depth) {
        if (node instanceof SequenceNode list && depth < MAX_MERGES) {
            list.getValue().forEach(item -> merge(item, depth + 1));
        } else if (node instanceof MappingNode other && depth < MAX_MERGES) {
            for (NodeTuple entry : other.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(MERGE_KEY)) {
                    merge(entry.getValueNode(), depth + 1);
                } else if (entry.getKeyNode() instanceof ScalarNode key) {
                    entries.putIfAbsent(key.getValue(), entry);
                }
            }
        } else {
            log.problem(node, "<< must name a mapping");
        }
    }

    /**
     * Reports every field that is not known.
     *
     * @param place what the mapping is, as in {@code a rule}
     * @param hints what to say of names that people expect here
     */
    void rejectUnknown(String place, Set<String> known, Map<String, String> hints) {
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) {
                String hint = hints.containsKey(name) ? "; " + hints.get(name) : suggestion(name, known);
                log.problem(entry.getKeyNode(), "unknown field \"" + name + "\" in " + place + hint);
            }
        });
    }

    private static String suggestion(String name, Set<String> known) {
        String near = NameSuggestion.didYouMean(name, known);
        return near.isEmpty() ? "; known are " + String.join(", ", new TreeSet<>(known)) : near;
    }

    MappingNode mapping() {
        return mapping;
    }

    Map<String, NodeTuple> entries() {
        return entries;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The value, or null when the field is absent or empty. */
    @Nullable
    Node find(String name) {
        NodeTuple entry = entries.get(name);
        return entry == null || isNull(entry.getValueNode()) ? null : entry.getValueNode();
    }

    @Nullable
    ScalarNode scalar(String name) {
        Node node = find(name);
        if (node == null || node instanceof ScalarNode) {
            return (ScalarNode) node;
        }
        log.problem(node, "\"" + name + "\" must be a text, not " + kindOf(node));
        return null;
    }

    @Nullable
    YamlFields mapping(String name) {
        Node node = find(name);
        if (node == null) {
            return null;
        }
        if (node instanceof MappingNode inner) {
            return of(inner, log);
        }
        log.problem(node, "\"" + name + "\" must be a mapping (name: value), not " + kindOf(node));
        return null;
    }

    /** Empty when the field is absent; a value that is no list is a problem. */
    List<Node> list(String name) {
        Node node = find(name);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode list) {
            return list.getValue();
        }
        log.problem(node, "\"" + name + "\" must be a list (lines that start with \"- \"), not " + kindOf(node));
        return List.of();
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    static String kindOf(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        return node instanceof SequenceNode ? "a list" : isNull(node) ? "nothing" : "a text";
    }
}
