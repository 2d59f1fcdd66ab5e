package io.tocsin.dispatch.store;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.ResolveReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an episode ended. */
public record Resolution(
        Instant at, ResolveReason reason, @Nullable Double presentValue, String presentValueProblem, boolean late) {

    public static Resolution of(AlertEvent.Resolved event) {
        return new Resolution(
                event.at(), event.reason(), event.presentValue(), event.presentValueProblem(), event.isLate());
    }
}
