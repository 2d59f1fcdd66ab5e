package io.tocsin.api;

import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryProgress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of the outbox.
 *
 * @param receiver the contact point the policies chose; {@code contactPoint} differs after a fallback or redirect
 * @param possibleDuplicate the service may have got it twice, because an answer was lost
 * @param unreadable why this version cannot read the message; null when it can. Then group, reason, status and counts are
 *     what the row's own columns say, and {@code alerts} has its headline
 * @param endedAt null while it waits or is being sent
 */
record DeliveryResponse(
        long id,
        String state,
        String contactPoint,
        String receiver,
        String groupKey,
        String reason,
        String status,
        List<String> alerts,
        int firing,
        int resolved,
        int attempts,
        boolean degraded,
        boolean possibleDuplicate,
        Instant queuedAt,
        Instant dueAt,
        @Nullable Instant endedAt,
        @Nullable String failureReason,
        @Nullable String failureDetail,
        @Nullable String redirectedTo,
        @Nullable String unreadable) {

    static DeliveryResponse of(Delivery delivery) {
        DeliveryProgress progress = delivery.progress();
        DeliveryFailure failure = progress.failure();
        return new DeliveryResponse(
                delivery.id().value(),
                lower(delivery.state()),
                delivery.contactPoint().value(),
                delivery.message().receiver().value(),
                delivery.message().groupKey(),
                lower(delivery.message().reason()),
                lower(delivery.message().status()),
                alerts(delivery),
                delivery.message().firing(),
                delivery.message().resolved(),
                progress.attempts(),
                progress.isDegraded(),
                progress.isPossibleDuplicate(),
                delivery.queuedAt(),
                progress.dueAt(),
                progress.endedAt(),
                failure == null ? null : lower(failure.reason()),
                failure == null ? null : failure.detail(),
                progress.redirectedTo().isEmpty() ? null : progress.redirectedTo(),
                delivery.isReadable() ? null : delivery.unreadable());
    }

    private static List<String> alerts(Delivery delivery) {
        return delivery.isReadable()
                ? delivery.message().alerts().stream()
                        .map(alert -> alert.labels().toString())
                        .toList()
                : List.of(delivery.message().commonLabels().toString());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
