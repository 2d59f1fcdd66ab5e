package io.tocsin.api.alertmanager;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.AlertKey;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.dispatch.evidence.LinkSettings;
import io.tocsin.dispatch.silencing.Mutes;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.external.ExternalAlerts;
import io.tocsin.external.store.ExternalEpisodes.KnownEpisode;
import io.tocsin.label.Fingerprint;
import io.tocsin.message.LinkAddresses;
import io.tocsin.notification.MutedBy;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.catalog.PolicyCatalog;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The alerts that fire with their state, as Alertmanager shows them. Blocks on the database. */
@Component
class AlertStates {

    private static final int IDS_PER_QUERY = 500;

    private final AlertInstances instances;
    private final NotificationViews groups;
    private final Mutes mutes;
    private final PolicyCatalog policies;
    private final ExternalAlerts external;
    private final LinkAddresses links;
    private final Clock clock;

    AlertStates(
            AlertInstances instances,
            NotificationViews groups,
            Mutes mutes,
            PolicyCatalog policies,
            ExternalAlerts external,
            LinkSettings links,
            Clock clock) {
        this.instances = instances;
        this.groups = groups;
        this.mutes = mutes;
        this.policies = policies;
        this.external = external;
        this.links = links.addresses();
        this.clock = clock;
    }

    record ReceiverName(String name) {}

    /** {@code state} is active, suppressed or unprocessed. */
    record AlertStatus(String state, List<String> inhibitedBy, List<String> mutedBy, List<String> silencedBy) {}

    /** An alert as Alertmanager has it: its state, and then what was sent. */
    record AlertAnswer(
            Map<String, String> annotations,
            String endsAt,
            String fingerprint,
            List<ReceiverName> receivers,
            String startsAt,
            AlertStatus status,
            String updatedAt,
            @JsonUnwrapped SentAlert sent) {}

    /** The part of an alert that its sender said, too. */
    record SentAlert(String generatorURL, Map<String, String> labels) {}

    /** An alert with the groups that it is in. */
    record GroupedAlert(AlertAnswer alert, List<Membership> memberships) {}

    /** All that fire, in the order of their fingerprints. */
    List<GroupedAlert> all() {
        Instant at = clock.instant();
        Map<String, AlertInstance> firing = new HashMap<>();
        for (AlertInstance instance : instances.findActive()) {
            Instant firedAt = instance.firedAt();
            if (instance.state().isFiring() && firedAt != null) {
                firing.put(new AlertId(instance.rule(), instance.fingerprint(), firedAt).toString(), instance);
            }
        }
        Map<String, List<Membership>> memberships = memberships(List.copyOf(firing.keySet()));
        Map<String, String> fingerprints = firing.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> AlertKey.of(entry.getKey()),
                        entry -> entry.getValue().fingerprint().toString()));
        Map<Fingerprint, KnownEpisode> episodes = external.episodes(firing.values().stream()
                .filter(instance -> instance.rule().group().equals(ExternalAlerts.GROUP))
                .map(AlertInstance::fingerprint)
                .toList());
        Mutes.View now = mutes.at(at);
        List<GroupedAlert> all = new ArrayList<>();
        firing.forEach((id, instance) -> {
            List<Membership> own = memberships.getOrDefault(id, List.of());
            AlertStatus status = status(own, now, fingerprints, at);
            KnownEpisode episode =
                    instance.rule().group().equals(ExternalAlerts.GROUP) ? episodes.get(instance.fingerprint()) : null;
            all.add(new GroupedAlert(answer(instance, own, status, episode, at), own));
        });
        all.sort(Comparator.comparing(grouped -> grouped.alert().fingerprint()));
        return all;
    }

    private Map<String, List<Membership>> memberships(List<String> ids) {
        Map<String, List<Membership>> all = new HashMap<>();
        for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
            groups.findByAlerts(Set.copyOf(ids.subList(from, Math.min(from + IDS_PER_QUERY, ids.size()))))
                    .forEach((id, found) -> all.put(
                            id, found.stream().filter(AlertStates::isRouted).toList()));
        }
        return all;
    }

    /** Those that the policies send elsewhere by now are in their old groups for the end's sake only. */
    private static boolean isRouted(Membership membership) {
        return !membership.member().departed();
    }

    private AlertStatus status(
            List<Membership> memberships, Mutes.View now, Map<String, String> fingerprints, Instant at) {
        if (memberships.isEmpty()) {
            return new AlertStatus("unprocessed", List.of(), List.of(), List.of());
        }
        MutedBy mutedBy = now.mutedBy(memberships.get(0).member().alert());
        List<String> inhibitedBy = mutedBy.isInhibited()
                ? List.of(fingerprints.getOrDefault(mutedBy.inhibitedBy(), mutedBy.inhibitedBy()))
                : List.of();
        List<String> intervals = memberships.stream()
                .flatMap(membership ->
                        policies
                                .current()
                                .mutingIntervals(membership.group().key().policyPath(), at)
                                .stream())
                .distinct()
                .toList();
        boolean isSuppressed = !mutedBy.isNothing();
        return new AlertStatus(isSuppressed ? "suppressed" : "active", inhibitedBy, intervals, mutedBy.silences());
    }

    private AlertAnswer answer(
            AlertInstance instance,
            List<Membership> memberships,
            AlertStatus status,
            @Nullable KnownEpisode episode,
            Instant at) {
        Instant firedAt = instance.firedAt() == null ? instance.activeAt() : instance.firedAt();
        Instant endsAt = episode == null ? at.plus(external.resolveTimeout()) : episode.endsAt();
        return new AlertAnswer(
                instance.annotations(),
                AlertmanagerTimes.print(endsAt),
                instance.fingerprint().toString(),
                receivers(instance, memberships),
                AlertmanagerTimes.print(episode == null ? firedAt : instance.activeAt()),
                status,
                AlertmanagerTimes.print(instance.evaluatedAt()),
                new SentAlert(
                        episode == null || episode.generatorUrl().isEmpty()
                                ? links.alerts(instance.labels())
                                : episode.generatorUrl(),
                        instance.labels().asMap()));
    }

    /** Of one that dispatch has not seen yet, those that it will go to, as far as the policies say. */
    private List<ReceiverName> receivers(AlertInstance instance, List<Membership> memberships) {
        List<String> names = memberships.isEmpty()
                ? policies.current().tree().route(instance.labels(), List.of()).stream()
                        .map(NotificationRoute::key)
                        .map(key -> key.receiver().value())
                        .toList()
                : memberships.stream()
                        .map(membership -> membership.group().key().receiver().value())
                        .toList();
        return names.stream().distinct().map(ReceiverName::new).toList();
    }
}
