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
 * @param unreadable why this version cannot read the message; empty when it can
 */
record DeliveryRow(
        long id,
        String contactPoint,
        String title,
        ToldRow told,
        DeliveryTimes times,
        DeliveryCourse course,
        SentForm sent,
        String unreadable) {

    /**
     * What the message says.
     *
     * @param firing how many of its alerts fire
     * @param reason ends a message's key {@code deliveries.reason.…}
     */
    record ToldRow(MessageStatus status, int firing, int resolved, String reason) {}

    /** @param dueAt when it is tried next; null unless it waits */
    record DeliveryTimes(
            Instant queuedAt,
            @Nullable Instant endedAt,
            @Nullable Instant dueAt) {}

    /**
     * How far it has come.
     *
     * @param failure the newest failure; empty when there was none
     * @param redirectedTo the contact point it was passed on to; empty when it was not
     * @param mayBeChanged whether a person can retry, redirect or drop it
     */
    record DeliveryCourse(
            DeliveryState state, int attempts, String failure, String redirectedTo, boolean mayBeChanged) {}

    /**
     * As what the service has it.
     *
     * @param externalId the service's own name for the message; empty when it gave none
     */
    record SentForm(boolean isDegraded, boolean isPossibleDuplicate, String externalId) {}

    static DeliveryRow of(Delivery delivery) {
        Message message = delivery.message();
        DeliveryProgress progress = delivery.progress();
        DeliveryFailure failure = progress.failure();
        DeliveryState state = delivery.state();
        boolean isWaiting = state == DeliveryState.QUEUED || state == DeliveryState.RETRYING;
        return new DeliveryRow(
                delivery.id().value(),
                delivery.contactPoint().value(),
                title(message),
                new ToldRow(
                        message.status(),
                        message.firing(),
                        message.resolved(),
                        message.reason().name()),
                new DeliveryTimes(delivery.queuedAt(), progress.endedAt(), isWaiting ? progress.dueAt() : null),
                new DeliveryCourse(
                        state,
                        progress.attempts(),
                        failure == null ? "" : failure.inWords(),
                        progress.redirectedTo(),
                        state != DeliveryState.SENDING && state != DeliveryState.DELIVERED),
                new SentForm(
                        progress.isDegraded(),
                        progress.isPossibleDuplicate(),
                        progress.external().id()),
                delivery.unreadable());
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
