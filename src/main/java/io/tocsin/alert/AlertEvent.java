package io.tocsin.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What leaves the evaluation: an alert fired or resolved. An episode has exactly one of each, in this order. */
public sealed interface AlertEvent {

    Alert alert();

    /** The slot at which it happened. */
    Instant at();

    /** Whether it was found while catching up missed slots; late events of a group become one summary. */
    boolean isLate();

    /** The alert began to fire. */
    record Fired(Alert alert, boolean isLate) implements AlertEvent {

        @Override
        public Instant at() {
            return alert.firedAt();
        }
    }

    /**
     * The alert stopped firing.
     *
     * @param alert the last firing snapshot; its value is the last active value
     * @param presentValue the value now; null when there is none or it could not be asked
     * @param presentValueProblem why the present value is unknown although there should be one; empty otherwise
     */
    record Resolved(
            Alert alert,
            Instant at,
            ResolveReason reason,
            @Nullable Double presentValue,
            String presentValueProblem,
            boolean isLate)
            implements AlertEvent {}
}
