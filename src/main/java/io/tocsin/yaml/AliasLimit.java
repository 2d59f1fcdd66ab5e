package io.tocsin.yaml;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Refuses documents whose aliases make them larger than any text of the allowed size could be, deeper, or endless.
 * Without aliases no document reaches the limits.
 */
final class AliasLimit {

    private static final int MAX_NODES = 2 * YamlDocuments.MAX_BYTES;
    private static final int MAX_DEPTH = 4 * YamlDocuments.MAX_NESTING;

    private final Map<Node, Extent> extents = new IdentityHashMap<>();
    private final Extent whenOpen;

    private AliasLimit(Extent whenOpen) {
        this.whenOpen = whenOpen;
    }

    /** How large a node is with every alias written out. */
    private record Extent(int nodes, int depth) {

        static final Extent LEAF = new Extent(1, 1);

        /** Of a node that is still being measured: whatever holds an alias to it never ends. */
        static final Extent ENDLESS = new Extent(MAX_NODES + 1, MAX_DEPTH + 1);

        Extent with(Extent child) {
            return new Extent(Math.min(nodes + child.nodes, MAX_NODES + 1), Math.max(depth, child.depth + 1));
        }
    }

    /** What is wrong with the document, or null; for readers that go as deep as the document does. */
    static @Nullable String problemOf(Node document) {
        return new AliasLimit(Extent.ENDLESS).problem(document);
    }

    /** As {@link #problemOf}, for readers that go to a fixed depth and so may meet a node inside of itself. */
    static @Nullable String problemBesidesCycles(Node document) {
        return new AliasLimit(Extent.LEAF).problem(document);
    }

    private @Nullable String problem(Node document) {
        Extent extent = extent(document);
        return extent.nodes() > MAX_NODES || extent.depth() > MAX_DEPTH
                ? "the aliases (*name) repeat too much, or stand inside of what they repeat"
                : null;
    }

    /** An alias refers to what stands before it and is measured already, so this goes no deeper than the text does. */
    private Extent extent(Node node) {
        Extent known = extents.putIfAbsent(node, whenOpen);
        if (known != null) {
            return known;
        }
        Extent extent = Extent.LEAF;
        if (node instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                extent = extent.with(extent(item));
            }
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                extent = extent.with(extent(entry.getKeyNode())).with(extent(entry.getValueNode()));
            }
        }
        extents.put(node, extent);
        return extent;
    }
}
