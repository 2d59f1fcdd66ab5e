package io.tocsin.dispatch;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.dispatch.store.TrailStep;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.PolicyTree;
import io.tocsin.notification.ReceiverSettings;
import io.tocsin.notification.Rerouting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts alerts that fire into the groups that the policies say. All methods block, in the caller's transaction. */
@Component
class AlertRerouting {

    private static final Logger log = LoggerFactory.getLogger(AlertRerouting.class);

    private final NotificationGroups groups;
    private final GroupMembers members;
    private final NotificationTrail trail;
    private final GroupAssignment assignment;
    private final ReceiverSettings receivers;

    AlertRerouting(
            NotificationGroups groups,
            GroupMembers members,
            NotificationTrail trail,
            GroupAssignment assignment,
            ReceiverSettings receivers) {
        this.groups = groups;
        this.members = members;
        this.trail = trail;
        this.assignment = assignment;
        this.receivers = receivers;
    }

    /**
     * Some alerts in the order of their keys.
     *
     * @param isOver whether there were no more
     */
    record Rerouted(List<String> alerts, boolean isOver) {

        static final Rerouted NOT_NOW = new Rerouted(List.of(), false);
    }

    /** Reroutes the alerts that follow a key; none when another process assigns just now. */
    Rerouted page(String after, int limit, PolicyTree policies, Instant at) {
        if (!groups.tryLockAssignment()) {
            return Rerouted.NOT_NOW;
        }
        List<String> alerts = firingAfter(after, limit);
        reroute(alerts, policies, at);
        return new Rerouted(alerts, alerts.isEmpty());
    }

    List<String> firingAfter(String after, int limit) {
        return members.findFiring(after, limit);
    }

    /** The right to assign is held already, or is taken; what another process assigns just now is left alone. */
    void reroute(List<String> alertKeys, PolicyTree policies, Instant at) {
        if (alertKeys.isEmpty() || !groups.tryLockAssignment()) {
            return;
        }
        Map<String, AlertEvent> alerts = members.findAlerts(alertKeys);
        List<Change> planned = plan(alertKeys, alerts, policies);
        if (planned.isEmpty()) {
            return;
        }
        Set<String> wanted = new LinkedHashSet<>();
        planned.forEach(change -> wanted.addAll(change.groups()));
        Set<String> locked = groups.lock(wanted);
        // Until the groups were locked, they may have told something.
        List<Change> changes = plan(alertKeys, alerts, policies).stream()
                .filter(change -> wanted.containsAll(change.groups()))
                .toList();
        write(changes, locked, at);
    }

    private List<Change> plan(List<String> alertKeys, Map<String, AlertEvent> alerts, PolicyTree policies) {
        Set<String> keys = Set.copyOf(alertKeys);
        List<Membership> held = groups.ofMembers(members.findWithOtherEpisodes(alertKeys));
        Map<String, List<Membership>> episodes = held.stream()
                .collect(Collectors.groupingBy(
                        membership -> membership.member().alert().instanceKey()));
        Map<String, List<Membership>> byAlert = held.stream()
                .filter(membership -> membership.member().isFiring()
                        && keys.contains(membership.member().key()))
                .collect(Collectors.groupingBy(
                        membership -> membership.member().key(), LinkedHashMap::new, Collectors.toList()));
        List<Change> changes = new ArrayList<>();
        byAlert.forEach((key, memberships) -> {
            AlertEvent event = alerts.get(key);
            // What cannot be read is told under a made-up name; where it belongs, nobody knows.
            if (event != null && isReadable(event, memberships.get(0).member())) {
                String instance = memberships.get(0).member().alert().instanceKey();
                Change change =
                        change(event.alert(), memberships, episodes.getOrDefault(instance, List.of()), policies);
                if (change.rerouting().changesPlaces() || !change.newTimings().isEmpty()) {
                    changes.add(change);
                }
            }
        });
        return changes;
    }

    private static boolean isReadable(AlertEvent event, GroupMember member) {
        return event.alert().id().toString().equals(member.alert().id());
    }

    /** @param episodes those of the alert, and others of the same */
    private Change change(Alert alert, List<Membership> memberships, List<Membership> episodes, PolicyTree policies) {
        boolean isLate = memberships.stream()
                .anyMatch(membership -> membership.group().key().isLate());
        String ruleGroup = alert.rule().key().group().toString();
        List<NotificationRoute> routes = policies
                .route(alert.labels(), alert.rule().contactPoints())
                .stream()
                .map(route -> isLate ? route.late(ruleGroup) : route)
                .toList();
        List<Rerouting.HeldPlace> places = memberships.stream()
                .map(membership -> new Rerouting.HeldPlace(
                        membership.group().id(),
                        membership.group().key().receiver(),
                        membership.member().told() || membership.sharesItsGroup(episodes),
                        membership.member().departed()))
                .toList();
        return new Change(alert, memberships, isLate, Rerouting.of(places, routes, receivers::exists));
    }

    /** What is to be done with one alert. */
    private record Change(Alert alert, List<Membership> memberships, boolean isLate, Rerouting rerouting) {

        /** Every group that it touches, those included that are not there yet. */
        private Set<String> groups() {
            Set<String> all = new LinkedHashSet<>();
            memberships.forEach(membership -> all.add(membership.group().id()));
            rerouting.moved().values().forEach(route -> all.add(route.key().id()));
            rerouting.joined().forEach(route -> all.add(route.key().id()));
            return all;
        }

        /** The groups that must be there afterwards. */
        private List<NotificationRoute> targets() {
            List<NotificationRoute> all = new ArrayList<>(rerouting.moved().values());
            all.addAll(rerouting.joined());
            return all;
        }

        private List<GroupMember> members(Collection<String> groups) {
            return memberships.stream()
                    .map(Membership::member)
                    .filter(member -> groups.contains(member.groupId()))
                    .toList();
        }

        private Map<String, NotificationRoute> newTimings() {
            Map<String, NotificationRoute> changed = new LinkedHashMap<>();
            for (Membership membership : memberships) {
                NotificationRoute route =
                        rerouting.kept().get(membership.group().id());
                if (route != null && !route.timings().equals(membership.group().timings())) {
                    changed.put(membership.group().id(), route);
                }
            }
            return changed;
        }
    }

    private void write(List<Change> changes, Set<String> existing, Instant at) {
        Set<String> touched = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>(existing);
        for (Change change : changes) {
            touched.addAll(change.groups());
            change.newTimings().forEach((group, route) -> groups.updateTimings(group, route.timings()));
            for (NotificationRoute route : change.targets()) {
                if (known.add(route.key().id())) {
                    groups.insert(route, at);
                }
            }
            write(change, at);
        }
        if (!changes.isEmpty()) {
            assignment.schedule(touched, at);
            log.info("Alerts that fire follow the changed policies. alerts={}", changes.size());
        }
    }

    private void write(Change change, Instant at) {
        Rerouting rerouting = change.rerouting();
        trail.append(change.members(rerouting.departed()), TrailStep.REROUTED, at);
        change.members(rerouting.departed()).forEach(member -> members.depart(member.key(), member.groupId(), true));
        change.members(rerouting.returned()).forEach(member -> members.depart(member.key(), member.groupId(), false));
        List<GroupMember> left = change.members(rerouting.dropped());
        trail.append(left.stream().filter(member -> !member.told()).toList(), TrailStep.REROUTED_UNTOLD, at);
        left.forEach(member -> members.leave(member.key(), member.groupId()));
        rerouting
                .moved()
                .forEach((group, route) -> change.members(Set.of(group))
                        .forEach(member -> members.moveUntold(
                                member.key(), group, route.key().id())));
        join(change, at);
    }

    private void join(Change change, Instant at) {
        GroupMember.Episode episode = change.memberships().get(0).member().alert();
        List<GroupMembers.Joining> joining = change.rerouting().joined().stream()
                .map(route -> new GroupMembers.Joining(
                        GroupMember.joining(route.key().id(), episode, change.isLate(), at), change.alert(), null))
                .toList();
        if (!joining.isEmpty()) {
            members.insert(joining);
            trail.append(joining.stream().map(GroupMembers.Joining::member).toList(), TrailStep.GROUPED, at);
        }
    }
}
