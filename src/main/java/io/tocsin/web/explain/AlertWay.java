package io.tocsin.web.explain;

import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.label.Labels;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.AlertRule;
import io.tocsin.silence.Silence;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.deliveries.MessageFate;
import io.tocsin.web.deliveries.MessageFates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way of one label set from its policies to people. Everything here blocks. */
@Component
public class AlertWay {

    private static final int STEPS = 500;
    private static final int EXPIRED_SILENCES = 200;

    private final NotificationViews notifications;
    private final PolicyCatalog policies;
    private final Silencing silencing;
    private final MessageFates fates;

    AlertWay(NotificationViews notifications, PolicyCatalog policies, Silencing silencing, MessageFates fates) {
        this.fates = fates;
        this.notifications = notifications;
        this.policies = policies;
        this.silencing = silencing;
    }

    /** The newest steps of a rule's alerts up to a time, newest first. */
    List<TrailEntry> steps(AlertRule rule, Instant until) {
        return notifications.steps(rule.key().group(), rule.name(), Long.MAX_VALUE, STEPS).stream()
                .filter(entry -> !entry.at().isAfter(until))
                .toList();
    }

    /** All silences that were active at a time. */
    List<Silence> silencesAt(Instant at) {
        return Stream.concat(silencing.findUnexpired().stream(), silencing.findExpired(EXPIRED_SILENCES).stream())
                .map(Silencing.SilenceView::silence)
                .filter(silence -> !at.isBefore(silence.startsAt()) && at.isBefore(silence.endsAt()))
                .toList();
    }

    public List<Explanation.Route> routes(AlertRule rule, Labels labels) {
        return policies.current().tree().route(labels, rule.contactPoints()).stream()
                .map(AlertWay::view)
                .toList();
    }

    /** The steps of an episode as a page shows them. */
    public List<Explanation.ExplainedStep> explained(List<TrailEntry> steps) {
        Map<Long, MessageFate> messages = messages(steps);
        return steps.stream()
                .map(entry -> new Explanation.ExplainedStep(
                        entry.at(),
                        entry.step().name(),
                        entry.receiver().value(),
                        entry.detail(),
                        entry.notificationId() == null ? null : messages.get(entry.notificationId())))
                .toList();
    }

    /** When the groups that hold these episodes are asked next; null when nothing is due. */
    @Nullable
    Instant nextDecision(List<TrailEntry> steps) {
        Set<String> ids = steps.stream().map(TrailEntry::alertId).collect(Collectors.toSet());
        return notifications.findByAlerts(ids).values().stream()
                .flatMap(List::stream)
                .map(membership -> membership.group().nextFlushAt())
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** What became of the newest messages that told of the newest episode of these steps, which come newest first. */
    public List<Explanation.ToldWay> told(List<TrailEntry> steps) {
        if (steps.isEmpty()) {
            return List.of();
        }
        String newest = steps.get(0).alertId();
        List<TrailEntry> own =
                steps.stream().filter(step -> step.alertId().equals(newest)).toList();
        return fates.ofSteps(own).getOrDefault(newest, Map.of()).entrySet().stream()
                .map(entry -> new Explanation.ToldWay(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What became of the messages of these steps, by the notification's id. */
    private Map<Long, MessageFate> messages(List<TrailEntry> steps) {
        return fates.ofNotifications(steps.stream()
                .flatMap(step -> Stream.ofNullable(step.notificationId()))
                .collect(Collectors.toSet()));
    }

    static List<Explanation.SilenceLine> covering(List<Silence> silences, Labels labels, List<TrailEntry> steps) {
        String newest = steps.isEmpty() ? "" : steps.get(0).alertId();
        return silences.stream()
                .filter(silence -> silence.covers(newest, labels))
                .map(silence -> new Explanation.SilenceLine(
                        silence.id().toString(), silence.author(), silence.comment(), silence.endsAt()))
                .toList();
    }

    private static Explanation.Route view(NotificationRoute route) {
        return new Explanation.Route(
                route.key().policyPath(),
                route.key().receiver().value(),
                PlainDurations.print(route.timings().groupWait()),
                PlainDurations.print(route.timings().groupInterval()),
                PlainDurations.print(route.timings().repeatInterval()));
    }
}
