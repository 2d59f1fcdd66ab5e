package io.tocsin.importer.grafana;

import org.yaml.snakeyaml.nodes.Node;

/** A part of a rule that has no counterpart here, so that the rule cannot be written. */
final class NotConvertibleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Node place;

    NotConvertibleException(Node place, String message) {
        super(message);
        this.place = place;
    }

    Node place() {
        return place;
    }
}
