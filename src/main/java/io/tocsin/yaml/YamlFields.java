package io.tocsin.yaml;

import io.tocsin.text.NameSuggestion;
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
public final class YamlFields {

    private static final String MERGE_KEY = "<<";
    private static final int MAX_MERGE_DEPTH = 20;
    private static final int MAX_MERGES = 1000;

    private final Node node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Problems problems;
    private int merges;

    private YamlFields(Node node, Problems problems) {
        this.node = node;
        this.problems = problems;
    }

    public static YamlFields of(MappingNode mapping, Problems problems) {
        YamlFields fields = new YamlFields(mapping, problems);
        List<Node> merged = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.add(entry.getKeyNode(), "a field name must be a text");
            } else if (key.getValue().equals(MERGE_KEY)) {
                merged.add(entry.getValueNode());
            } else {
                fields.add(key, entry);
            }
        }
        merged.forEach(other -> fields.merge(other, 0));
        return fields;
    }

    /** The entries of a node that should be a mapping; one that is none has no entries. */
    public static YamlFields of(Node node, String whenNoMapping, Problems problems) {
        if (node instanceof MappingNode mapping) {
            return of(mapping, problems);
        }
        problems.add(node, whenNoMapping);
        return new YamlFields(node, problems);
    }

    private void add(ScalarNode key, NodeTuple entry) {
        NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
        if (first != null) {
            int line = TextPosition.of(first.getKeyNode()).line();
            problems.add(key, "\"" + key.getValue() + "\" is given twice; the first is on line " + line);
        }
    }

    private void merge(Node other, int depth) {
        if (++merges > MAX_MERGES) {
            if (merges == MAX_MERGES + 1) {
                problems.add(other, "<< names more than " + MAX_MERGES + " mappings");
            }
        } else if (other instanceof SequenceNode list && depth < MAX_MERGE_DEPTH) {
            list.getValue().forEach(item -> merge(item, depth + 1));
        } else if (other instanceof MappingNode mapping && depth < MAX_MERGE_DEPTH) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(MERGE_KEY)) {
                    merge(entry.getValueNode(), depth + 1);
                } else if (entry.getKeyNode() instanceof ScalarNode key) {
                    entries.putIfAbsent(key.getValue(), entry);
                }
            }
        } else {
            problems.add(other, "<< must name a mapping");
        }
    }

    /**
     * Reports every field that is not known.
     *
     * @param place what the mapping is, as in {@code a rule}; empty when the problems say so themselves
     * @param hints what to say of names that people expect here
     */
    public void rejectUnknown(String place, Set<String> known, Map<String, String> hints) {
        String where = place.isEmpty() ? "" : " in " + place;
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) {
                String hint = hints.containsKey(name) ? "; " + hints.get(name) : suggestion(name, known);
                problems.add(entry.getKeyNode(), "unknown field \"" + name + "\"" + where + hint);
            }
        });
    }

    private static String suggestion(String name, Set<String> known) {
        String near = NameSuggestion.didYouMean(name, known);
        return near.isEmpty() ? "; known are " + String.join(", ", new TreeSet<>(known)) : near;
    }

    /** The mapping itself, to point at when a field is missing. */
    public Node node() {
        return node;
    }

    public Map<String, NodeTuple> entries() {
        return entries;
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The value, or null when the field is absent or empty. */
    public @Nullable Node find(String name) {
        NodeTuple entry = entries.get(name);
        return entry == null || isNull(entry.getValueNode()) ? null : entry.getValueNode();
    }

    /** What to point at when something is wrong with the field, even if it is absent. */
    public Node place(String name) {
        NodeTuple entry = entries.get(name);
        return entry == null ? node : entry.getValueNode();
    }

    public @Nullable ScalarNode scalar(String name) {
        Node value = find(name);
        if (value == null || value instanceof ScalarNode) {
            return (ScalarNode) value;
        }
        problems.add(value, "\"" + name + "\" must be a text, not " + kindOf(value));
        return null;
    }

    public @Nullable YamlFields mapping(String name) {
        Node value = find(name);
        if (value == null) {
            return null;
        }
        if (value instanceof MappingNode inner) {
            return of(inner, problems);
        }
        problems.add(value, "\"" + name + "\" must be a mapping (name: value), not " + kindOf(value));
        return null;
    }

    /** Empty when the field is absent; a value that is no list is a problem. */
    public List<Node> list(String name) {
        Node value = find(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode list) {
            return list.getValue();
        }
        problems.add(value, "\"" + name + "\" must be a list (lines that start with \"- \"), not " + kindOf(value));
        return List.of();
    }

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
