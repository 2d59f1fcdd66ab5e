package io.tocsin.delivery.store;

import io.tocsin.contactpoint.FailureReason;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a contact point is doing.
 *
 * @param parkedAt null unless it is parked
 * @param parkedFor why it is parked
 * @param lastSuccessAt null when nothing was ever delivered
 * @param failingSince the first failure since the last success; null when the last attempt succeeded
 * @param parkedLane the lane of the endpoint that was found dead; null when it is not known
 */
public record ContactPointHealth(
        ContactPointName contactPoint,
        @Nullable Instant parkedAt,
        @Nullable DeliveryFailure parkedFor,
        @Nullable Instant lastSuccessAt,
        @Nullable Instant failingSince,
        @Nullable Instant lastFailureAt,
        @Nullable DeliveryFailure lastFailure,
        @Nullable String parkedLane) {

    public boolean isParked() {
        return parkedAt != null;
    }

    /** Whether a person parked it. */
    public boolean isDisabled() {
        return parkedFor != null && parkedFor.reason() == FailureReason.DISABLED;
    }
}
