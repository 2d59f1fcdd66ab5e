package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.store.ContactPointHealth;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One contact point as the pages show it; no secret is in it.
 *
 * @param since since when it has been in this state; null when that is not known
 * @param lastError what went wrong last; empty when nothing ever did
 * @param waiting deliveries that are neither over nor delivered
 */
record ContactPointRow(
        String name,
        String kind,
        String target,
        boolean isProvisioned,
        boolean isBuiltIn,
        RowState state,
        @Nullable Instant since,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastErrorAt,
        String lastError,
        long waiting) {

    /** How it is doing. */
    enum RowState {
        OK,
        FAILING,
        PARKED,
        DISABLED,
        UNUSED
    }

    static ContactPointRow of(ContactPoint contactPoint, @Nullable ContactPointHealth health, long waiting) {
        boolean isBuiltIn = contactPoint.name().equals(ContactPoint.INBOX);
        RowState state = state(health);
        return new ContactPointRow(
                contactPoint.name().value(),
                contactPoint.kind().name().toLowerCase(Locale.ROOT),
                contactPoint.settings().maskedTarget(),
                contactPoint.isProvisioned(),
                isBuiltIn,
                state,
                health == null ? null : since(state, health),
                health == null ? null : health.lastSuccessAt(),
                health == null ? null : health.lastFailureAt(),
                health == null ? "" : error(state == RowState.PARKED ? health.parkedFor() : health.lastFailure()),
                waiting);
    }

    private static RowState state(@Nullable ContactPointHealth health) {
        if (health == null) {
            return RowState.UNUSED;
        }
        if (health.isDisabled()) {
            return RowState.DISABLED;
        }
        if (health.isParked()) {
            return RowState.PARKED;
        }
        if (health.failingSince() != null) {
            return RowState.FAILING;
        }
        return health.lastSuccessAt() == null ? RowState.UNUSED : RowState.OK;
    }

    private static @Nullable Instant since(RowState state, ContactPointHealth health) {
        return switch (state) {
            case PARKED, DISABLED -> health.parkedAt();
            case FAILING -> health.failingSince();
            case OK, UNUSED -> null;
        };
    }

    private static String error(@Nullable DeliveryFailure failure) {
        if (failure == null) {
            return "";
        }
        if (failure.reason() == FailureReason.DISABLED) {
            return "";
        }
        return failure.reason().word() + (failure.detail().isEmpty() ? "" : ": " + failure.detail());
    }
}
