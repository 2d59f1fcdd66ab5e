package io.tocsin.rule;

import io.tocsin.label.Labels;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One recording rule: its expression is evaluated at each slot as an alert's is, and the answer is kept under this name.
 *
 * @param name the metric's name
 * @param labels added to every series, and stronger than those of the answer
 * @param line where the rule starts in its file, 1-based
 */
public record RecordingRule(
        GroupKey group, String name, String expression, SortedMap<String, String> labels, int line) {

    public RecordingRule {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Its identity, which survives an edit of the expression. */
    public String id() {
        return group + ":" + name + ":" + Labels.of(labels).fingerprint();
    }
}
