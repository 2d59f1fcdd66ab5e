package io.tocsin.rule;

import io.tocsin.label.Fingerprint;

/**
 * The identity of a rule: its group, its alert name and its static labels. State survives an edit that keeps these
 * three, as in Prometheus.
 *
 * @param labels the fingerprint of the rule's labels as written (templates unexpanded), group labels included
 */
public record RuleKey(GroupKey group, String alert, Fingerprint labels) {

    /** {@code file:group:alert:fingerprint}; the form used in the database. */
    @Override
    public String toString() {
        return group + ":" + alert + ":" + labels;
    }
}
