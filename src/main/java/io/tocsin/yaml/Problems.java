package io.tocsin.yaml;

import org.yaml.snakeyaml.nodes.Node;

/** Takes what is wrong in one file. */
public interface Problems {

    void add(TextPosition at, String message);

    default void add(Node node, String message) {
        add(TextPosition.of(node), message);
    }

    boolean isEmpty();
}
