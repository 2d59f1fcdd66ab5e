package io.tocsin.message;

import io.tocsin.alert.ResolveReason;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One alert within a message.
 *
 * @param alertId the episode, as {@code AlertId.toString()}
 * @param isNew whether this message is the first to tell its present status
 * @param value the newest value at which it was active
 * @param presentValue at a resolve, the value now; null when unknown
 * @param resolvedAt null while it fires
 * @param resolveReason null while it fires
 * @param query the rule's expression
 */
public record AlertEntry(
        String alertId,
        MessageStatus status,
        boolean isNew,
        Labels labels,
        SortedMap<String, String> annotations,
        double value,
        @Nullable Double presentValue,
        Instant activeAt,
        Instant firedAt,
        @Nullable Instant resolvedAt,
        @Nullable ResolveReason resolveReason,
        String group,
        String query,
        Evidence evidence,
        MessageLinks links) {

    public AlertEntry {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public String name() {
        return labels.get(Labels.ALERT_NAME);
    }

    /** The annotation, or the empty string. */
    public String annotation(String name) {
        return annotations.getOrDefault(name, "");
    }
}
