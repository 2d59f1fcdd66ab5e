package io.tocsin.alert;

import io.tocsin.label.Labels;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A firing or resolved alert as people are told of it: a snapshot of an instance with its rule's facts.
 *
 * @param activeAt since when it has been active; before {@code id.firedAt()} when the rule has a {@code for}
 * @param slot the slot of this snapshot
 * @param value the newest value at which it was active
 * @param annotations rendered; plain, unescaped text
 */
public record Alert(
        AlertId id,
        Labels labels,
        SortedMap<String, String> annotations,
        Instant activeAt,
        Instant slot,
        double value,
        RuleReference rule) {

    public Alert {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public Instant firedAt() {
        return id.firedAt();
    }

    public String name() {
        return labels.get(Labels.ALERT_NAME);
    }
}
