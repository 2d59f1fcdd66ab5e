package io.tocsin.evaluation.state;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleReference;
import io.tocsin.label.Labels;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one observation did to one instance.
 *
 * @param before null when the instance did not exist
 * @param after null when the instance is forgotten
 * @param announcement what people are to be told
 * @param reason why it resolved; null unless it did
 * @param presentValue the value now, at a resolve; null when there is none
 * @param presentValueProblem why the present value is unknown although there should be one; empty otherwise
 */
public record StateTransition(
        @Nullable AlertInstance before,
        @Nullable AlertInstance after,
        Instant at,
        Announcement announcement,
        @Nullable ResolveReason reason,
        @Nullable Double presentValue,
        String presentValueProblem) {

    /** What people are to be told must be there to be told. */
    public StateTransition {
        boolean isBegin = announcement == Announcement.FIRED || announcement == Announcement.ARRIVED_LATE;
        if (isBegin && after == null || announcement == Announcement.RESOLVED && (before == null || reason == null)) {
            throw new IllegalArgumentException("an announcement without its instance or its reason: " + announcement
                    + " before=" + before + " after=" + after + " at=" + at);
        }
    }

    /** What a transition tells the world. */
    public enum Announcement {
        NOTHING,
        FIRED,
        /** It fired because of lines that arrived after the slot they belong to. */
        ARRIVED_LATE,
        RESOLVED
    }

    static StateTransition silent(@Nullable AlertInstance before, @Nullable AlertInstance after, Instant at) {
        return new StateTransition(before, after, at, Announcement.NOTHING, null, null, "");
    }

    static StateTransition fired(@Nullable AlertInstance before, AlertInstance after, Instant at) {
        return new StateTransition(before, after, at, Announcement.FIRED, null, null, "");
    }

    static StateTransition arrivedLate(@Nullable AlertInstance before, AlertInstance after, Instant at) {
        return new StateTransition(before, after, at, Announcement.ARRIVED_LATE, null, null, "");
    }

    static StateTransition resolved(
            AlertInstance before, AlertInstance after, Instant at, ResolveReason reason, @Nullable Double value) {
        return new StateTransition(before, after, at, Announcement.RESOLVED, reason, value, "");
    }

    public @Nullable InstanceState from() {
        return before == null ? null : before.state();
    }

    public @Nullable InstanceState to() {
        return after == null ? null : after.state();
    }

    /** Whether the state is another than before; a newer value alone is no change. */
    public boolean isChange() {
        return from() != to();
    }

    /** The instance as it is now, or as it was before it was forgotten. */
    public AlertInstance instance() {
        if (after != null) {
            return after;
        }
        if (before != null) {
            return before;
        }
        throw new IllegalStateException("nothing became nothing");
    }

    public Labels labels() {
        return instance().labels();
    }

    public boolean hasArrivedLate() {
        return announcement == Announcement.ARRIVED_LATE;
    }

    public boolean hasResolved() {
        return announcement == Announcement.RESOLVED;
    }

    StateTransition withAfter(AlertInstance instance) {
        return new StateTransition(before, instance, at, announcement, reason, presentValue, presentValueProblem);
    }

    /** The same resolve with what a later question found out about the value now. */
    public StateTransition withPresentValue(ResolveReason why, @Nullable Double value, String problem) {
        return new StateTransition(before, after, at, announcement, why, value, problem);
    }

    /**
     * What people are to be told; empty when nothing is.
     *
     * @param isLate whether the slot was caught up after its time
     */
    public Optional<AlertEvent> event(RuleReference rule, boolean isLate) {
        return switch (announcement) {
            case NOTHING -> Optional.empty();
            case FIRED -> Optional.of(new AlertEvent.Fired(alert(after, at, rule), isLate));
            case ARRIVED_LATE -> {
                // The lines are in the window of the slot before.
                Instant slot = after == null ? at : after.activeAt();
                yield Optional.of(new AlertEvent.Fired(alert(after, slot, rule).arrivedLate(), isLate));
            }
            case RESOLVED -> Optional.of(resolved(rule, isLate));
        };
    }

    private AlertEvent resolved(RuleReference rule, boolean isLate) {
        if (before == null || reason == null) {
            throw new IllegalStateException("a resolve without an instance or a reason: " + this);
        }
        Instant lastSeen = before.keepFiringSince() == null ? before.evaluatedAt() : before.keepFiringSince();
        return new AlertEvent.Resolved(
                alert(before, lastSeen, rule), at, reason, presentValue, presentValueProblem, isLate);
    }

    private static Alert alert(@Nullable AlertInstance instance, Instant slot, RuleReference rule) {
        if (instance == null || instance.firedAt() == null) {
            throw new IllegalStateException("an event of an instance that never fired: " + instance);
        }
        return new Alert(
                new AlertId(instance.rule(), instance.fingerprint(), instance.firedAt()),
                instance.labels(),
                instance.annotations(),
                instance.activeAt(),
                slot,
                instance.value(),
                rule);
    }
}
