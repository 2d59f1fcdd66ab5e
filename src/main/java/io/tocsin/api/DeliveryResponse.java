package io.tocsin.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryProgress;
import io.tocsin.message.Message;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One delivery of the outbox; its parts stand side by side in the JSON. */
record DeliveryResponse(
        long id,
        String state,
        String contactPoint,
        @JsonUnwrapped ToldMessage message,
        @JsonUnwrapped Attempts attempts,
        @JsonUnwrapped Trouble trouble) {

    /**
     * What is to be told.
     *
     * @param receiver the contact point the policies chose; {@code contactPoint} differs after a fallback or redirect
     */
    record ToldMessage(
            String receiver,
            String groupKey,
            String reason,
            String status,
            List<String> alerts,
            int firing,
            int resolved) {}

    /**
     * How far it has come.
     *
     * @param possibleDuplicate the service may have got it twice, because an answer was lost
     * @param endedAt null while it waits or is being sent
     */
    record Attempts(
            int attempts,
            boolean degraded,
            boolean possibleDuplicate,
            Instant queuedAt,
            Instant dueAt,
            @Nullable Instant endedAt) {}

    /**
     * What has gone wrong; each null when nothing has.
     *
     * @param unreadable why this version cannot read the message. Then group, reason, status and counts are what the row's
     *     own columns say, and {@code alerts} has its headline
     */
    record Trouble(
            @Nullable String failureReason,
            @Nullable String failureDetail,
            @Nullable String redirectedTo,
            @Nullable String unreadable) {}

    static DeliveryResponse of(Delivery delivery) {
        Message message = delivery.message();
        DeliveryProgress progress = delivery.progress();
        DeliveryFailure failure = progress.failure();
        return new DeliveryResponse(
                delivery.id().value(),
                lower(delivery.state()),
                delivery.contactPoint().value(),
                new ToldMessage(
                        message.receiver().value(),
                        message.groupKey(),
                        lower(message.reason()),
                        lower(message.status()),
                        alerts(delivery),
                        message.firing(),
                        message.resolved()),
                new Attempts(
                        progress.attempts(),
                        progress.isDegraded(),
                        progress.isPossibleDuplicate(),
                        delivery.queuedAt(),
                        progress.dueAt(),
                        progress.endedAt()),
                new Trouble(
                        failure == null ? null : lower(failure.reason()),
                        failure == null ? null : failure.detail(),
                        progress.redirectedTo().isEmpty() ? null : progress.redirectedTo(),
                        delivery.isReadable() ? null : delivery.unreadable()));
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
