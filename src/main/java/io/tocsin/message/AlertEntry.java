package io.tocsin.message;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.ResolveReason;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
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
 * @param mutes what keeps it from being told now; empty unless the message is about that
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
        MessageLinks links,
        List<Mute> mutes) {

    /** Messages that were stored by an older version have no mutes. */
    @SuppressWarnings("NullAway")
    public AlertEntry {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
        mutes = mutes == null ? List.of() : List.copyOf(mutes);
    }

    /** An alert that nothing mutes. */
    public AlertEntry(
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
        this(
                alertId,
                status,
                isNew,
                labels,
                annotations,
                value,
                presentValue,
                activeAt,
                firedAt,
                resolvedAt,
                resolveReason,
                group,
                query,
                evidence,
                links,
                List.of());
    }

    /**
     * What a message says of an alert.
     *
     * @param resolved its end; null while it fires
     */
    public static AlertEntry of(
            Alert alert, AlertEvent.@Nullable Resolved resolved, boolean isNew, Evidence evidence, MessageLinks links) {
        return new AlertEntry(
                alert.id().toString(),
                resolved == null ? MessageStatus.FIRING : MessageStatus.RESOLVED,
                isNew,
                alert.labels(),
                alert.annotations(),
                alert.value(),
                resolved == null ? null : resolved.presentValue(),
                alert.activeAt(),
                alert.firedAt(),
                resolved == null ? null : resolved.at(),
                resolved == null ? null : resolved.reason(),
                alert.rule().key().group().group(),
                alert.rule().expression(),
                evidence,
                links);
    }

    /** The same as what an earlier message has told. */
    public AlertEntry known() {
        return copy(false, evidence, mutes);
    }

    public AlertEntry withMutes(List<Mute> other) {
        return copy(isNew, evidence, other);
    }

    public AlertEntry withEvidence(Evidence other) {
        return copy(isNew, other, mutes);
    }

    private AlertEntry copy(boolean isNews, Evidence newEvidence, List<Mute> newMutes) {
        return new AlertEntry(
                alertId,
                status,
                isNews,
                labels,
                annotations,
                value,
                presentValue,
                activeAt,
                firedAt,
                resolvedAt,
                resolveReason,
                group,
                query,
                newEvidence,
                links,
                newMutes);
    }

    public boolean isFiring() {
        return status == MessageStatus.FIRING;
    }

    public String name() {
        return labels.get(Labels.ALERT_NAME);
    }

    /** The annotation, or the empty string. */
    public String annotation(String name) {
        return annotations.getOrDefault(name, "");
    }
}
