package io.tocsin.web.rules;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.dispatch.store.LoggedNotification;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.label.Labels;
import io.tocsin.web.PlainBytes;
import io.tocsin.web.PlainNumbers;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.deliveries.ChatLinks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What happened to one rule lately. Everything here blocks. */
@Component
public class RuleHistory {

    private static final int EVALUATIONS = 30;
    private static final int TRANSITIONS = 50;
    private static final int TIMELINE_TRANSITIONS = 1000;
    private static final int NOTIFICATIONS = 20;

    private final EvaluationHistory history;
    private final NotificationViews notifications;
    private final DeliveryHistory deliveries;
    private final QueryCommands commands;
    private final Clock clock;
    private final ChatLinks links;

    RuleHistory(
            EvaluationHistory history,
            NotificationViews notifications,
            DeliveryHistory deliveries,
            QueryCommands commands,
            Clock clock,
            ChatLinks links) {
        this.history = history;
        this.notifications = notifications;
        this.deliveries = deliveries;
        this.commands = commands;
        this.clock = clock;
        this.links = links;
    }

    /**
     * One evaluation.
     *
     * @param highestValue empty when the answer was empty
     * @param command the same request with curl; empty when the data source is not configured any more
     */
    public record EvaluationView(
            Instant slot,
            String health,
            String error,
            long durationMillis,
            int series,
            int active,
            String highestValue,
            String bytes,
            boolean isLate,
            String command) {}

    /** One change of state. */
    public record TransitionView(
            Instant slot,
            String from,
            String to,
            String value,
            String reason,
            boolean isLate,
            Map<String, String> labels) {}

    /**
     * One notification and what became of its message.
     *
     * @param delivery its state; empty when it is not known any more
     */
    public record NotificationView(
            Instant at,
            String receiver,
            String reason,
            String status,
            int firing,
            int resolved,
            String delivery,
            String failure,
            @Nullable Long deliveryId) {}

    /**
     * A message on its way.
     *
     * @param state ends a message's key {@code delivered.…}
     * @param dueAt when it is tried next; null unless it waits
     * @param failure the newest; empty when there was none
     * @param link where it can be read in its chat; empty when nobody knows
     */
    public record Sent(long id, String state, @Nullable Instant dueAt, String failure, String link) {}

    List<EvaluationView> evaluations(RuleAddress.FoundRule found, Duration offset) {
        return history.findEvaluations(found.rule().key(), EVALUATIONS).stream()
                .map(entry -> view(found, entry, offset))
                .toList();
    }

    private EvaluationView view(RuleAddress.FoundRule found, EvaluationRecord entry, Duration offset) {
        Double highest = entry.highestValue();
        return new EvaluationView(
                entry.result().slot(),
                entry.result().health().name(),
                entry.result().error(),
                entry.result().duration().toMillis(),
                entry.result().series(),
                entry.active(),
                highest == null ? "" : PlainNumbers.print(highest),
                entry.bytesRead() == 0 ? "" : PlainBytes.print(entry.bytesRead()),
                entry.isLate(),
                commands.instantQuery(
                                found.group().dataSource(),
                                found.rule().expression(),
                                entry.result().slot().minus(offset))
                        .orElse(""));
    }

    public List<EvaluationView> evaluationsUntil(
            RuleAddress.FoundRule found, Duration offset, Instant until, int limit) {
        return history.findEvaluationsUntil(found.rule().key(), until, limit).stream()
                .map(entry -> view(found, entry, offset))
                .toList();
    }

    List<TransitionView> transitions(RuleAddress.FoundRule found) {
        return history.findTransitions(found.rule().key(), TRANSITIONS).stream()
                .map(RuleHistory::view)
                .toList();
    }

    /** The states of the rule's alerts from a while ago up to now. */
    Timeline timeline(RuleAddress.FoundRule found, List<AlertInstance> active, Duration window) {
        Instant to = clock.instant();
        Instant from = to.minus(window);
        List<TransitionRecord> transitions = history
                .findTransitions(found.rule().key(), TIMELINE_TRANSITIONS)
                .stream()
                .filter(entry -> !entry.slot().isBefore(from))
                .toList();
        return Timeline.of(transitions, active, from, to);
    }

    public static TransitionView view(TransitionRecord entry) {
        return new TransitionView(
                entry.slot(),
                entry.from(),
                entry.to(),
                PlainNumbers.print(entry.value()),
                entry.reason(),
                entry.isLate(),
                entry.labels().without(Set.of(Labels.ALERT_NAME)).asMap());
    }

    public List<NotificationView> notifications(RuleAddress.FoundRule found) {
        return withDeliveries(
                notifications.notifications(found.group().key(), found.rule().name(), Long.MAX_VALUE, NOTIFICATIONS));
    }

    List<NotificationView> withDeliveries(List<LoggedNotification> logged) {
        Map<String, Delivery> byKey = deliveries.findByKeys(
                logged.stream().map(LoggedNotification::deliveryKey).toList());
        return logged.stream()
                .map(entry -> view(entry, byKey.get(entry.deliveryKey())))
                .toList();
    }

    /** What became of the messages of notifications, by the notifications' ids; those not known any more are missing. */
    public Map<Long, Sent> sent(Collection<Long> notificationIds) {
        Map<String, Delivery> byKey = deliveries.findByKeys(
                notificationIds.stream().map(LoggedNotification::deliveryKey).toList());
        Map<Long, Sent> sent = new HashMap<>();
        for (Long id : notificationIds) {
            Delivery delivery = byKey.get(LoggedNotification.deliveryKey(id));
            if (delivery != null) {
                sent.put(id, sent(delivery));
            }
        }
        return sent;
    }

    private Sent sent(Delivery delivery) {
        var failure = delivery.progress().failure();
        DeliveryState state = delivery.state();
        boolean isWaiting = state == DeliveryState.QUEUED || state == DeliveryState.RETRYING;
        return new Sent(
                delivery.id().value(),
                state.name(),
                isWaiting ? delivery.progress().dueAt() : null,
                failure == null || state == DeliveryState.DELIVERED ? "" : failure.detail(),
                links.of(delivery));
    }

    private static NotificationView view(LoggedNotification entry, @Nullable Delivery delivery) {
        var failure = delivery == null ? null : delivery.progress().failure();
        return new NotificationView(
                entry.at(),
                entry.group().receiver().value(),
                entry.reason().name(),
                entry.status().name(),
                entry.alerts().firing(),
                entry.alerts().resolved(),
                delivery == null ? "" : delivery.state().name(),
                failure == null ? "" : failure.detail(),
                delivery == null ? null : delivery.id().value());
    }
}
