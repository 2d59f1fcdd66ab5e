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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way of one label set from its policies to people. Everything here blocks. */
@Component
class AlertWay {

    private static final int STEPS = 500;
    private static final int EXPIRED_SILENCES = 200;

    private final NotificationViews notifications;
    private final PolicyCatalog policies;
    private final Silencing silencing;

    AlertWay(NotificationViews notifications, PolicyCatalog policies, Silencing silencing) {
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

    List<Explanation.Route> routes(AlertRule rule, Labels labels) {
        return policies.current().tree().route(labels, rule.contactPoints()).stream()
                .map(AlertWay::view)
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
