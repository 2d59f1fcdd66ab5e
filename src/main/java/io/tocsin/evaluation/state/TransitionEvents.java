package io.tocsin.evaluation.state;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events that transitions leave for dispatch. */
public final class TransitionEvents {

    private TransitionEvents() {}

    public static List<AlertEvent> of(List<StateTransition> transitions, RuleReference rule, boolean isLate) {
        List<AlertEvent> events = new ArrayList<>();
        for (StateTransition transition : transitions) {
            AlertInstance before = transition.before();
            AlertInstance after = transition.after();
            switch (transition.announcement()) {
                case NOTHING -> {}
                case FIRED -> events.add(new AlertEvent.Fired(alert(after, transition.at(), rule), isLate));
                case ARRIVED_LATE -> {
                    // The lines are in the window of the slot before.
                    Instant slot = after == null ? transition.at() : after.activeAt();
                    events.add(new AlertEvent.Fired(alert(after, slot, rule).arrivedLate(), isLate));
                }
                case RESOLVED -> events.add(resolved(transition, before, rule, isLate));
            }
        }
        return events;
    }

    private static AlertEvent resolved(
            StateTransition transition, @Nullable AlertInstance before, RuleReference rule, boolean isLate) {
        if (before == null || transition.reason() == null) {
            throw new IllegalStateException("a resolve without an instance or a reason: " + transition);
        }
        Instant lastSeen = before.keepFiringSince() == null ? before.evaluatedAt() : before.keepFiringSince();
        return new AlertEvent.Resolved(
                alert(before, lastSeen, rule),
                transition.at(),
                transition.reason(),
                transition.presentValue(),
                transition.presentValueProblem(),
                isLate);
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
