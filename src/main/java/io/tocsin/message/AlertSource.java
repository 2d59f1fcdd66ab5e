package io.tocsin.message;

import io.tocsin.evidence.Evidence;

/**
 * Where an alert comes from, and where to look.
 *
 * @param group the name of the rule's group
 * @param query the rule's expression
 */
public record AlertSource(String group, String query, Evidence evidence, MessageLinks links) {

    AlertSource with(Evidence other) {
        return new AlertSource(group, query, other, links);
    }
}
