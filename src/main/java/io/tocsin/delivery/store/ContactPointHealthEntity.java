package io.tocsin.delivery.store;

import io.tocsin.contactpoint.FailureReason;
import io.tocsin.database.StoredEnums;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.rule.ContactPointName;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code contact_point_health}. Workers race for it, so its changes are statements. */
@Entity
@Table(name = "contact_point_health")
class ContactPointHealthEntity {

    @Id
    String contactPoint;

    @Nullable
    Instant parkedAt;

    @Nullable
    String parkedReason;

    @Nullable
    String parkedDetail;

    @Nullable
    String parkedLane;

    @Nullable
    Instant lastSuccessAt;

    @Nullable
    Instant failingSince;

    @Nullable
    Instant lastFailureAt;

    @Nullable
    String failureReason;

    @Nullable
    String failureDetail;

    @SuppressWarnings("NullAway.Init")
    ContactPointHealthEntity() {}

    ContactPointHealth toHealth() {
        return new ContactPointHealth(
                new ContactPointName(contactPoint),
                parkedAt,
                failure(parkedReason, parkedDetail),
                lastSuccessAt,
                failingSince,
                lastFailureAt,
                failure(failureReason, failureDetail),
                parkedLane);
    }

    private static @Nullable DeliveryFailure failure(@Nullable String reason, @Nullable String detail) {
        return reason == null
                ? null
                : new DeliveryFailure(StoredEnums.read(reason, FailureReason.OTHER), detail == null ? "" : detail);
    }
}
