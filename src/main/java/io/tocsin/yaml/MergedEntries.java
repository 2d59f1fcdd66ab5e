package io.tocsin.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Collects the entries of a mapping: each key once, in their order, merge keys resolved. */
final class MergedEntries {

    private static final String MERGE_KEY = "<<";
    private static final int MAX_MERGE_DEPTH = 20;
    private static final int MAX_MERGES = 1000;

    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Problems problems;
    private int merges;

    private MergedEntries(Problems problems) {
        this.problems = problems;
    }

    static Map<String, NodeTuple> of(MappingNode mapping, Problems problems) {
        MergedEntries found = new MergedEntries(problems);
        List<Node> merged = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.add(entry.getKeyNode(), "a field name must be a text");
            } else if (key.getValue().equals(MERGE_KEY)) {
                merged.add(entry.getValueNode());
            } else {
                found.add(key, entry);
            }
        }
        merged.forEach(other -> found.merge(other, 0));
        return found.entries;
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
}
