package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.ResolveReason;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of one instance of one rule as a pure function: pending, firing, recovering, resolved. Equal inputs give
 * equal outputs; nothing is read or written.
 */
public final class InstanceStateMachine {

    /** How long a resolved instance is remembered, so that pages can show it. */
    public static final Duration RESOLVED_RETENTION = Duration.ofMinutes(15);

    private static final SortedMap<String, String> NO_ANNOTATIONS = new TreeMap<>();

    private final RuleKey rule;
    private final Timings timings;

    /** The two durations of a rule that the state machine knows. */
    public record Timings(Duration holdDuration, Duration keepFiringFor) {

        public static final Timings IMMEDIATE = new Timings(Duration.ZERO, Duration.ZERO);

        public Timings {
            if (holdDuration.isNegative() || keepFiringFor.isNegative()) {
                throw new IllegalArgumentException("for and keep_firing_for must not be negative");
            }
        }

        static Timings of(AlertRule rule) {
            return new Timings(rule.holdDuration(), rule.keepFiringFor());
        }
    }

    public InstanceStateMachine(RuleKey rule, Timings timings) {
        this.rule = rule;
        this.timings = timings;
    }

    /**
     * The step from one slot to the next.
     *
     * @param current null when the instance does not exist
     * @throws IllegalArgumentException if the slot is earlier than the instance's last one
     */
    public StateTransition next(@Nullable AlertInstance current, Observation observed, Instant slot) {
        if (current != null && slot.isBefore(current.evaluatedAt())) {
            throw new IllegalArgumentException("slot " + slot + " is earlier than the last one of " + current.labels()
                    + ", which is " + current.evaluatedAt());
        }
        if (observed instanceof Observation.Active active) {
            return active(current, active, slot);
        }
        if (current == null) {
            return StateTransition.silent(null, null, slot);
        }
        if (observed instanceof Observation.Inactive inactive) {
            return inactive(current, inactive, slot);
        }
        if (observed instanceof Observation.Ended ended) {
            return current.state().isFiring()
                    ? resolve(current, slot, ended.reason(), null)
                    : StateTransition.silent(current, null, slot);
        }
        throw new IllegalStateException("unknown observation " + observed);
    }

    /**
     * An instance that was active at the slot before, as lines say that arrived after it, and of which nobody was told.
     *
     * @param current null, or resolved
     */
    StateTransition arrivedLate(
            @Nullable AlertInstance current, Observation.Active observed, Instant activeAt, Instant slot) {
        AlertInstance firing =
                pending(observed, activeAt).at(slot, observed.value()).firing(slot);
        return StateTransition.arrivedLate(current, firing, slot);
    }

    /**
     * An instance that is active between two slots.
     *
     * @param current null, or resolved
     */
    StateTransition firedEarly(@Nullable AlertInstance current, Observation.Active observed, Instant at) {
        return StateTransition.fired(current, pending(observed, at).firing(at), at);
    }

    private StateTransition active(@Nullable AlertInstance current, Observation.Active observed, Instant slot) {
        if (current == null || current.state() == InstanceState.RESOLVED) {
            return begin(current, observed, slot);
        }
        boolean isHeld = !isShorter(current.activeAt(), slot, timings.holdDuration());
        AlertInstance seen = current.at(slot, observed.value());
        if (current.state() == InstanceState.PENDING) {
            return isHeld
                    ? StateTransition.fired(current, seen.firing(slot), slot)
                    : StateTransition.silent(current, seen, slot);
        }
        return isHeld
                ? StateTransition.silent(current, seen.firingStill(), slot)
                : StateTransition.resolved(current, seen.pending(), slot, ResolveReason.RULE_CHANGED, observed.value());
    }

    private StateTransition begin(@Nullable AlertInstance current, Observation.Active observed, Instant slot) {
        AlertInstance pending = pending(observed, slot);
        return timings.holdDuration().isZero()
                ? StateTransition.fired(current, pending.firing(slot), slot)
                : StateTransition.silent(current, pending, slot);
    }

    private AlertInstance pending(Observation.Active observed, Instant activeAt) {
        return new AlertInstance(
                rule,
                observed.labels(),
                InstanceState.PENDING,
                InstanceTimes.pending(activeAt, activeAt),
                observed.value(),
                NO_ANNOTATIONS);
    }

    private StateTransition inactive(AlertInstance current, Observation.Inactive observed, Instant slot) {
        return switch (current.state()) {
            case PENDING -> StateTransition.silent(current, null, slot);
            case FIRING ->
                timings.keepFiringFor().isZero()
                        ? resolve(current, slot, observed.reason(), observed.presentValue())
                        : StateTransition.silent(current, current.recovering(slot), slot);
            case RECOVERING -> recover(current, observed, slot);
            case RESOLVED -> StateTransition.silent(current, isForgotten(current, slot) ? null : current, slot);
        };
    }

    private StateTransition recover(AlertInstance current, Observation.Inactive observed, Instant slot) {
        Instant since = current.keepFiringSince();
        if (since != null && isShorter(since, slot, timings.keepFiringFor())) {
            return StateTransition.silent(current, current.recovering(slot), slot);
        }
        return resolve(current, slot, observed.reason(), observed.presentValue());
    }

    private static StateTransition resolve(
            AlertInstance current, Instant slot, ResolveReason reason, @Nullable Double presentValue) {
        return StateTransition.resolved(current, current.resolved(slot), slot, reason, presentValue);
    }

    private static boolean isForgotten(AlertInstance resolved, Instant slot) {
        Instant at = resolved.resolvedAt();
        return at == null || !isShorter(at, slot, RESOLVED_RETENTION);
    }

    private static boolean isShorter(Instant from, Instant to, Duration duration) {
        return Duration.between(from, to).compareTo(duration) < 0;
    }
}
