package io.tocsin.alert;

import io.tocsin.label.Labels;
import io.tocsin.label.SortedTexts;
import java.time.Instant;
import java.util.SortedMap;

/**
 * A firing or resolved alert as people are told of it: a snapshot of an instance with its rule's facts.
 *
 * @param activeAt since when it has been active; before {@code id.firedAt()} when the rule has a {@code for}
 * @param slot the slot of this snapshot
 * @param value the newest value at which it was active
 * @param annotations rendered; plain, unescaped text
 * @param hasArrivedLate whether it fired because of lines that arrived after the slot they belong to
 */
public record Alert(
        AlertId id,
        Labels labels,
        SortedMap<String, String> annotations,
        Instant activeAt,
        Instant slot,
        double value,
        RuleReference rule,
        boolean hasArrivedLate) {

    public Alert {
        annotations = SortedTexts.of(annotations);
    }

    /** An alert whose lines arrived in time. */
    public Alert(
            AlertId id,
            Labels labels,
            SortedMap<String, String> annotations,
            Instant activeAt,
            Instant slot,
            double value,
            RuleReference rule) {
        this(id, labels, annotations, activeAt, slot, value, rule, false);
    }

    /** The same alert, found in lines that arrived late. */
    public Alert arrivedLate() {
        return new Alert(id, labels, annotations, activeAt, slot, value, rule, true);
    }

    /** The same alert as it is at a later slot. */
    public Alert renewed(SortedMap<String, String> texts, Instant newestSlot, double newestValue) {
        return new Alert(id, labels, texts, activeAt, newestSlot, newestValue, rule, hasArrivedLate);
    }

    public Instant firedAt() {
        return id.firedAt();
    }

    public String name() {
        return labels.get(Labels.ALERT_NAME);
    }
}
