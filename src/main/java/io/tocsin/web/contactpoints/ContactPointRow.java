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
 * @param waiting deliveries that are neither over nor delivered
 */
public record ContactPointRow(
        String name,
        String kind,
        String target,
        boolean isProvisioned,
        boolean isBuiltIn,
        RowHealth health,
        long waiting) {

    /**
     * How it is doing.
     *
     * @param since since when it has been in this state; null when that is not known
     * @param lastError what went wrong last; empty when nothing ever did
     */
    public record RowHealth(
            RowState state,
            @Nullable Instant since,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastErrorAt,
            String lastError) {

        private static final RowHealth UNUSED = new RowHealth(RowState.UNUSED, null, null, null, "");

        static RowHealth of(ContactPointHealth health) {
            RowState state = ContactPointRow.state(health);
            return new RowHealth(
                    state,
                    ContactPointRow.since(state, health),
                    health.lastSuccessAt(),
                    health.lastFailureAt(),
                    error(state == RowState.PARKED ? health.parkedFor() : health.lastFailure()));
        }
    }

    /** In one word. */
    public enum RowState {
        OK,
        FAILING,
        PARKED,
        DISABLED,
        UNUSED
    }

    static ContactPointRow of(ContactPoint contactPoint, @Nullable ContactPointHealth health, long waiting) {
        boolean isBuiltIn = contactPoint.name().equals(ContactPoint.INBOX);
        return new ContactPointRow(
                contactPoint.name().value(),
                contactPoint.kind().name().toLowerCase(Locale.ROOT),
                contactPoint.settings().maskedTarget(),
                contactPoint.isProvisioned(),
                isBuiltIn,
                health == null ? RowHealth.UNUSED : RowHealth.of(health),
                waiting);
    }

    private static RowState state(ContactPointHealth health) {
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
        return failure == null || failure.reason() == FailureReason.DISABLED ? "" : failure.inWords();
    }
}
