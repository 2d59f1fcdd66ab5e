package io.tocsin.web.alerts;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.alert.store.AlertEpisodes.StoredEpisode;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.label.Labels;
import io.tocsin.notification.MutedBy;
import io.tocsin.rule.AlertRule;
import io.tocsin.silence.Silence;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.PlainNumbers;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.explain.AlertWay;
import io.tocsin.web.explain.Explanation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what the page of an episode shows. Blocks. */
@Component
public class EpisodeViews {

    private static final int STEPS = 200;
    private static final int EXPIRED_SILENCES = 500;

    private final ActiveAlerts active;
    private final AlertSurroundings surroundings;
    private final NotificationViews notifications;
    private final AlertWay way;
    private final Silencing silencing;
    private final Clock clock;

    EpisodeViews(
            ActiveAlerts active,
            AlertSurroundings surroundings,
            NotificationViews notifications,
            AlertWay way,
            Silencing silencing,
            Clock clock) {
        this.active = active;
        this.surroundings = surroundings;
        this.notifications = notifications;
        this.way = way;
        this.silencing = silencing;
        this.clock = clock;
    }

    public EpisodeView of(StoredEpisode episode) {
        Alert alert = episode.alert();
        AlertSurroundings.SurroundingsNow now = surroundings.now();
        AlertInstance newest = episode.resolved() == null ? newest(alert) : null;
        List<TrailEntry> steps = notifications.steps(Set.of(alert.id().toString()), STEPS);
        AlertRule rule = now.rules().rule(alert.id().rule()).orElse(null);
        return new EpisodeView(
                named(episode, rule != null),
                new EpisodeView.EpisodeState(
                        episode.resolved() != null
                                ? "RESOLVED"
                                : newest == null ? "FIRING" : newest.state().name(),
                        newest == null ? null : now.standing(AlertRows.entry(newest)),
                        PlainNumbers.print(value(episode, newest)),
                        valueAfter(episode.resolved())),
                period(episode),
                texts(episode, newest, rule),
                ways(alert, steps),
                way.explained(steps),
                silences(episode),
                rule == null ? List.of() : way.routes(rule, alert.labels()));
    }

    /** As it is now; null when it has ended, or began anew. */
    private @Nullable AlertInstance newest(Alert alert) {
        return active
                .findAll(List.of(new ActiveAlerts.ActiveAlertKey(
                        alert.id().rule(), alert.id().fingerprint())))
                .stream()
                .filter(instance -> alert.firedAt().equals(instance.firedAt()))
                .findFirst()
                .orElse(null);
    }

    private static EpisodeView.NamedEpisode named(StoredEpisode episode, boolean hasRule) {
        Alert alert = episode.alert();
        return new EpisodeView.NamedEpisode(
                alert.id().toString(),
                episode.key(),
                alert.name(),
                alert.labels().without(Set.of(Labels.ALERT_NAME)).asMap(),
                hasRule ? RuleAddress.path(alert.id().rule()) : "",
                RuleAddress.id(alert.id().rule()));
    }

    private EpisodeView.EpisodePeriod period(StoredEpisode episode) {
        AlertEvent.Resolved resolved = episode.resolved();
        Alert alert = episode.alert();
        Instant end = resolved == null ? clock.instant() : resolved.at();
        return new EpisodeView.EpisodePeriod(
                alert.firedAt(),
                resolved == null ? null : resolved.at(),
                PlainDurations.roughly(Duration.between(alert.firedAt(), end)),
                resolved == null ? "" : resolved.reason().name());
    }

    private static double value(StoredEpisode episode, @Nullable AlertInstance newest) {
        AlertEvent.Resolved resolved = episode.resolved();
        if (newest != null) {
            return newest.value();
        }
        return resolved == null ? episode.alert().value() : resolved.alert().value();
    }

    private static String valueAfter(AlertEvent.@Nullable Resolved resolved) {
        Double present = resolved == null ? null : resolved.presentValue();
        return present == null ? "" : PlainNumbers.print(present);
    }

    private static EpisodeView.EpisodeTexts texts(
            StoredEpisode episode, @Nullable AlertInstance newest, @Nullable AlertRule rule) {
        Alert alert = episode.alert();
        Map<String, String> texts = newest == null ? alert.annotations() : newest.annotations();
        List<String> matchers = AlertRows.matchers(alert.labels());
        return new EpisodeView.EpisodeTexts(
                texts.getOrDefault("summary", ""),
                texts.getOrDefault("description", ""),
                AlertRows.webAddress(texts.getOrDefault("runbook_url", "")),
                matchers,
                String.join(", ", matchers),
                rule == null ? "" : AlertRows.logQuery(rule, alert.labels()),
                alert.rule().dataSource());
    }

    /** Of the contact points that it was, or is to be, told to. */
    private List<AlertRow.Way> ways(Alert alert, List<TrailEntry> steps) {
        String id = alert.id().toString();
        List<Membership> memberships = notifications.findByAlerts(Set.of(id)).getOrDefault(id, List.of());
        Map<MutedBy, String> mutes = notifications.describe(memberships.stream()
                .map(membership -> membership.member().mutedBy())
                .toList());
        List<Explanation.ToldWay> told = way.told(steps);
        List<AlertRow.Way> ways = new ArrayList<>();
        told.forEach(one -> ways.add(new AlertRow.Way(one.receiver(), one.fate(), "", null)));
        memberships.stream()
                .map(membership -> AlertRows.way(membership, mutes, Map.of()))
                .filter(one -> told.stream().noneMatch(known -> known.receiver().equals(one.receiver())))
                .forEach(ways::add);
        return List.copyOf(ways);
    }

    private List<EpisodeView.EpisodeSilence> silences(StoredEpisode episode) {
        Alert alert = episode.alert();
        AlertEvent.Resolved resolved = episode.resolved();
        Instant end = resolved == null ? clock.instant() : resolved.at();
        return Stream.concat(silencing.findUnexpired().stream(), silencing.findExpired(EXPIRED_SILENCES).stream())
                .map(Silencing.SilenceView::silence)
                .filter(silence ->
                        silence.startsAt().isBefore(end) && silence.endsAt().isAfter(alert.firedAt()))
                .filter(silence -> silence.covers(alert.id().toString(), alert.labels()))
                .map(EpisodeViews::view)
                .toList();
    }

    private static EpisodeView.EpisodeSilence view(Silence silence) {
        return new EpisodeView.EpisodeSilence(
                silence.id().value(),
                silence.author(),
                silence.comment(),
                silence.isAcknowledgement(),
                silence.startsAt(),
                silence.endsAt());
    }
}
