package io.tocsin.web.rules;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.dispatch.store.LoggedNotification;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.label.Labels;
import io.tocsin.web.PlainBytes;
import io.tocsin.web.PlainNumbers;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.deliveries.MessageFate;
import io.tocsin.web.deliveries.MessageFates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private final MessageFates fates;
    private final QueryCommands commands;
    private final Clock clock;

    RuleHistory(
            EvaluationHistory history,
            NotificationViews notifications,
            MessageFates fates,
            QueryCommands commands,
            Clock clock) {
        this.history = history;
        this.notifications = notifications;
        this.fates = fates;
        this.commands = commands;
        this.clock = clock;
    }

    /**
     * One evaluation.
     *
     * @param command the same request with curl; empty when the data source is not configured any more
     */
    public record EvaluationView(
            Instant slot,
            String health,
            String error,
            long durationMillis,
            AnswerView answer,
            boolean isLate,
            String command) {}

    /**
     * What the data source answered.
     *
     * @param active how many of its series made the rule active
     * @param highestValue empty when the answer was empty
     * @param bytes what the data source read for it; empty when it does not say
     */
    public record AnswerView(int series, int active, String highestValue, String bytes) {}

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
     * One notification.
     *
     * @param fate what became of its message; null when it is not known any more
     */
    public record NotificationView(
            Instant at,
            String receiver,
            String reason,
            int firing,
            int resolved,
            @Nullable MessageFate fate) {}

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
                new AnswerView(
                        entry.result().series(),
                        entry.active(),
                        highest == null ? "" : PlainNumbers.print(highest),
                        entry.bytesRead() == 0 ? "" : PlainBytes.print(entry.bytesRead())),
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

    private List<NotificationView> withDeliveries(List<LoggedNotification> logged) {
        Map<Long, MessageFate> known = fates.ofNotifications(
                logged.stream().map(LoggedNotification::id).toList());
        return logged.stream().map(entry -> view(entry, known.get(entry.id()))).toList();
    }

    private static NotificationView view(LoggedNotification entry, @Nullable MessageFate fate) {
        return new NotificationView(
                entry.at(),
                entry.group().receiver().value(),
                entry.reason().name(),
                entry.alerts().firing(),
                entry.alerts().resolved(),
                fate);
    }
}
