package io.tocsin.web.deliveries;

import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryProgress;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.label.Labels;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One delivery as the pages show it.
 *
 * @param title what it tells of: the alert's name, else the labels of its group
 * @param dueAt when it is tried next; null unless it waits
 * @param failure the newest failure; empty when there was none
 * @param unreadable why this version cannot read the message; empty when it can
 * @param mayBeChanged whether a person can retry, redirect or drop it
 */
record DeliveryRow(
        long id,
        DeliveryState state,
        String contactPoint,
        String title,
        MessageStatus status,
        int firing,
        int resolved,
        String reason,
        Instant queuedAt,
        @Nullable Instant endedAt,
        @Nullable Instant dueAt,
        int attempts,
        String failure,
        String redirectedTo,
        boolean isDegraded,
        boolean isPossibleDuplicate,
        String externalId,
        String unreadable,
        boolean mayBeChanged) {

    static DeliveryRow of(Delivery delivery) {
        Message message = delivery.message();
        DeliveryProgress progress = delivery.progress();
        DeliveryFailure failure = progress.failure();
        DeliveryState state = delivery.state();
        boolean isWaiting = state == DeliveryState.QUEUED || state == DeliveryState.RETRYING;
        return new DeliveryRow(
                delivery.id().value(),
                state,
                delivery.contactPoint().value(),
                title(message),
                message.status(),
                message.firing(),
                message.resolved(),
                message.reason().name(),
                delivery.queuedAt(),
                progress.endedAt(),
                isWaiting ? progress.dueAt() : null,
                progress.attempts(),
                failure == null
                        ? ""
                        : failure.reason().word() + (failure.detail().isEmpty() ? "" : ": " + failure.detail()),
                progress.redirectedTo(),
                progress.isDegraded(),
                progress.isPossibleDuplicate(),
                progress.external().id(),
                delivery.unreadable(),
                state != DeliveryState.SENDING && state != DeliveryState.DELIVERED);
    }

    private static String title(Message message) {
        String name = message.commonLabels().get(Labels.ALERT_NAME);
        if (!name.isEmpty()) {
            return name;
        }
        return message.alerts().isEmpty()
                ? message.groupLabels().toString()
                : message.alerts().get(0).name();
    }
}
