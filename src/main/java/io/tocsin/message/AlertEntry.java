package io.tocsin.message;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.ResolveReason;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.label.SortedTexts;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One alert within a message.
 *
 * @param alertId the episode, as {@code AlertId.toString()}
 * @param isNew whether this message is the first to tell its present status
 * @param mutes what keeps it from being told now; empty unless the message is about that
 */
public record AlertEntry(
        String alertId,
        MessageStatus status,
        boolean isNew,
        Labels labels,
        SortedMap<String, String> annotations,
        AlertCourse course,
        AlertSource source,
        List<Mute> mutes) {

    /** Messages that were stored by an older version have no mutes. */
    @SuppressWarnings("NullAway")
    public AlertEntry {
        annotations = SortedTexts.of(annotations);
        mutes = mutes == null ? List.of() : List.copyOf(mutes);
    }

    /** An alert that nothing mutes. */
    public AlertEntry(
            String alertId,
            MessageStatus status,
            boolean isNew,
            Labels labels,
            SortedMap<String, String> annotations,
            AlertCourse course,
            AlertSource source) {
        this(alertId, status, isNew, labels, annotations, course, source, List.of());
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
                new AlertCourse(
                        alert.value(),
                        resolved == null ? null : resolved.presentValue(),
                        alert.activeAt(),
                        alert.firedAt(),
                        resolved == null ? null : resolved.at(),
                        resolved == null ? null : resolved.reason()),
                new AlertSource(alert.rule().key().group().group(), alert.rule().expression(), evidence, links));
    }

    /** The alert, whichever of its episodes this is. */
    public String instanceId() {
        return AlertId.withoutEpisode(alertId);
    }

    /** The same as what an earlier message has told. */
    public AlertEntry known() {
        return copy(false, source, mutes);
    }

    public AlertEntry withMutes(List<Mute> other) {
        return copy(isNew, source, other);
    }

    public AlertEntry withEvidence(Evidence other) {
        return copy(isNew, source.with(other), mutes);
    }

    private AlertEntry copy(boolean isNews, AlertSource newSource, List<Mute> newMutes) {
        return new AlertEntry(alertId, status, isNews, labels, annotations, course, newSource, newMutes);
    }

    public double value() {
        return course.value();
    }

    public @Nullable Double presentValue() {
        return course.presentValue();
    }

    public Instant activeAt() {
        return course.activeAt();
    }

    public Instant firedAt() {
        return course.firedAt();
    }

    public @Nullable Instant resolvedAt() {
        return course.resolvedAt();
    }

    public @Nullable ResolveReason resolveReason() {
        return course.resolveReason();
    }

    public String group() {
        return source.group();
    }

    public String query() {
        return source.query();
    }

    public Evidence evidence() {
        return source.evidence();
    }

    public MessageLinks links() {
        return source.links();
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
