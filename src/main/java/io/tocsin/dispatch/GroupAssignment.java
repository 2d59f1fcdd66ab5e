package io.tocsin.dispatch;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertKey;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.dispatch.store.TrailStep;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.GroupState;
import io.tocsin.notification.NotificationGroupKey;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.PolicyTree;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceChange;
import io.tocsin.silence.store.SilenceStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets the alerts of a batch of events join their groups, or end in them. Blocks, in the caller's transaction. */
@Component
class GroupAssignment {

    private static final Logger log = LoggerFactory.getLogger(GroupAssignment.class);
    private static final String AUTHOR = "tocsin";

    private final NotificationGroups groups;
    private final GroupMembers members;
    private final NotificationTrail trail;
    private final SilenceStore silences;

    GroupAssignment(NotificationGroups groups, GroupMembers members, NotificationTrail trail, SilenceStore silences) {
        this.groups = groups;
        this.members = members;
        this.trail = trail;
        this.silences = silences;
    }

    /** @param events oldest first; none of them was assigned before */
    void assign(List<AlertEvent> events, PolicyTree policies, Instant at) {
        Set<String> instances = events.stream().map(GroupAssignment::instance).collect(Collectors.toSet());
        Batch batch = new Batch(policies, groups.ofMembers(members.findByInstances(instances)), at);
        events.forEach(batch::add);
        write(batch, at);
    }

    private static String instance(AlertEvent event) {
        return AlertKey.ofAllEpisodes(event.alert().id().toString());
    }

    private void write(Batch batch, Instant at) {
        Set<String> touched = batch.touchedGroups();
        Set<String> locked = groups.lock(touched);
        batch.targets.forEach((id, route) -> {
            if (locked.contains(id)) {
                groups.updateTimings(id, route.timings());
            } else {
                groups.insert(route, at);
            }
        });
        List<GroupMembers.Joining> joining = batch.joining();
        if (!joining.isEmpty()) {
            members.insert(joining);
            trail.append(joining.stream().map(GroupMembers.Joining::member).toList(), TrailStep.GROUPED, at);
        }
        if (!batch.ends.isEmpty()) {
            List<GroupMember> ending = batch.ending();
            trail.append(ending, TrailStep.ENDED, at);
            members.resolve(batch.ends, at);
            endAcknowledgements(ending, at);
        }
        batch.moves.forEach(move -> members.moveUntold(
                move.alertKey(), move.fromGroup(), move.to().key().id()));
        batch.unknown.forEach(alert -> log.info("Nobody is left to be told that an alert ended. alert={}", alert));
        schedule(touched, at);
    }

    private void endAcknowledgements(List<GroupMember> ended, Instant at) {
        Set<String> alerts = ended.stream().map(member -> member.alert().id()).collect(Collectors.toSet());
        for (Silence acknowledgement : silences.findAcknowledgements(alerts, at)) {
            silences.update(new SilenceChange(
                    SilenceChange.ChangeKind.ENDED_WITH_ALERT, at, AUTHOR, acknowledgement.expired(at)));
        }
    }

    /** Lets groups that have changed be asked when they have something to say, and deletes those without members. */
    void schedule(Set<String> ids, Instant at) {
        List<NotificationGroup> touched = groups.findAll(ids);
        Map<String, GroupState> states = members.states(touched);
        states.forEach((id, state) -> {
            if (state.isEmpty()) {
                groups.delete(id);
            } else {
                groups.schedule(id, state.nextLook(at));
            }
        });
    }

    /**
     * An alert of which nobody was told, and whose end was found late, goes over to the group of the late summary. What people
     * were told ends in the group that told it: only messages of one group stay in order.
     */
    private record Move(String alertKey, String fromGroup, NotificationRoute to) {}

    /** What a batch of events changes; writes nothing. */
    private static final class Batch {

        private final PolicyTree policies;
        private final Instant at;
        private final Map<String, List<Membership>> stored;
        /** The same by instance key. */
        private final Map<String, List<Membership>> episodes;

        private final Map<String, Map<String, GroupMembers.Joining>> joined = new LinkedHashMap<>();
        /** The groups that hold an episode of an alert, by instance key and id. */
        private final Map<String, Map<String, NotificationGroupKey>> held = new HashMap<>();
        /** The ends of alerts that are in groups already, by alert key. */
        private final Map<String, AlertEvent.Resolved> ends = new LinkedHashMap<>();
        /** The groups that must exist, by id. */
        private final Map<String, NotificationRoute> targets = new LinkedHashMap<>();

        private final List<Move> moves = new ArrayList<>();
        /** Ends of alerts that no group knows, because nobody was to be told of them any more. */
        private final Set<String> unknown = new LinkedHashSet<>();

        private Batch(PolicyTree policies, Collection<Membership> existing, Instant at) {
            this.policies = policies;
            this.at = at;
            this.stored = existing.stream()
                    .collect(Collectors.groupingBy(
                            membership -> membership.member().key(), HashMap::new, Collectors.toList()));
            this.episodes = existing.stream()
                    .collect(Collectors.groupingBy(
                            membership -> membership.member().alert().instanceKey()));
            episodes.forEach((instance, all) ->
                    all.forEach(membership -> hold(instance, membership.group().key())));
        }

        private void hold(String instance, NotificationGroupKey group) {
            held.computeIfAbsent(instance, none -> new LinkedHashMap<>()).put(group.id(), group);
        }

        private void add(AlertEvent event) {
            if (event instanceof AlertEvent.Fired fired) {
                fire(fired);
            } else if (event instanceof AlertEvent.Resolved resolved) {
                end(resolved);
            } else {
                throw new IllegalStateException("unknown event " + event.getClass());
            }
        }

        private void fire(AlertEvent.Fired fired) {
            String key = AlertKey.of(fired.alert().id());
            if (stored.containsKey(key) || joined.containsKey(key)) {
                return;
            }
            GroupMember.Episode episode = new GroupMember.Episode(
                    key, fired.alert().id().toString(), fired.alert().labels());
            List<NotificationRoute> routes =
                    policies.route(episode.labels(), fired.alert().rule().contactPoints()).stream()
                            .map(route -> fired.isLate() ? route.late(ruleGroup(fired)) : route)
                            .toList();
            for (NotificationRoute target : behindFormerEpisodes(instance(fired), routes)) {
                hold(instance(fired), target.key());
                String group = target.key().id();
                GroupMember member = GroupMember.joining(group, episode, fired.isLate(), at);
                joined.computeIfAbsent(key, none -> new LinkedHashMap<>())
                        .putIfAbsent(group, new GroupMembers.Joining(member, fired.alert(), null));
                targets.put(group, target);
            }
        }

        /**
         * A contact point that is still to hear of an episode of the alert hears of the next one in the same group. Another
         * group has times of its own: it would tell the beginning before the end, which then would be the last word.
         */
        private List<NotificationRoute> behindFormerEpisodes(String instance, List<NotificationRoute> routes) {
            Map<String, NotificationGroupKey> former = new LinkedHashMap<>(held.getOrDefault(instance, Map.of()));
            Set<String> staying = routes.stream().map(route -> route.key().id()).collect(Collectors.toSet());
            staying.retainAll(former.keySet());
            former.keySet().removeAll(staying);
            return routes.stream()
                    .map(route -> staying.contains(route.key().id()) ? route : behind(former, route))
                    .toList();
        }

        private NotificationRoute behind(Map<String, NotificationGroupKey> former, NotificationRoute route) {
            Optional<NotificationGroupKey> found = former.values().stream()
                    .filter(group -> group.receiver().equals(route.key().receiver()))
                    .filter(group -> isOfSamePolicy(group, route) || mayAlwaysSpeak(group))
                    .min(Comparator.comparing(group -> !isOfSamePolicy(group, route)));
            found.ifPresent(group -> former.remove(group.id()));
            return found.map(group -> new NotificationRoute(group, route.timings()))
                    .orElse(route);
        }

        private static boolean isOfSamePolicy(NotificationGroupKey group, NotificationRoute route) {
            return group.policyPath().equals(route.key().policyPath());
        }

        /** A group that is silent for hours must not keep an alert with it that another policy would tell now. */
        private boolean mayAlwaysSpeak(NotificationGroupKey group) {
            return policies.find(group.policyPath())
                    .map(policy -> policy.speaks().equals(NotificationPolicy.SpeakingTimes.ALWAYS))
                    .orElse(true);
        }

        private void end(AlertEvent.Resolved resolved) {
            String key = AlertKey.of(resolved.alert().id());
            Map<String, GroupMembers.Joining> joining = joined.getOrDefault(key, new HashMap<>());
            joining.replaceAll((group, one) -> new GroupMembers.Joining(
                    one.member().ended(at, one.member().late() || resolved.isLate()), one.alert(), resolved));
            List<Membership> memberships = stored.getOrDefault(key, List.of());
            if (!memberships.isEmpty()) {
                ends.put(key, resolved);
            } else if (joining.isEmpty()) {
                unknown.add(resolved.alert().id().toString());
            }
            if (resolved.isLate()) {
                memberships.forEach(membership -> moveToLate(membership, resolved));
            }
        }

        private static String ruleGroup(AlertEvent event) {
            return event.alert().rule().key().group().toString();
        }

        private void moveToLate(Membership membership, AlertEvent.Resolved resolved) {
            NotificationGroup group = membership.group();
            List<Membership> all = episodes.getOrDefault(instance(resolved), List.of());
            if (group.key().isLate() || membership.member().told() || membership.sharesItsGroup(all)) {
                return;
            }
            NotificationRoute late = new NotificationRoute(group.key(), group.timings()).late(ruleGroup(resolved));
            targets.put(late.key().id(), late);
            held.getOrDefault(instance(resolved), new HashMap<>()).remove(group.id());
            hold(instance(resolved), late.key());
            moves.add(new Move(membership.member().key(), group.id(), late));
        }

        private List<GroupMembers.Joining> joining() {
            return joined.values().stream()
                    .flatMap(byGroup -> byGroup.values().stream())
                    .toList();
        }

        /** Every group that changes. */
        private Set<String> touchedGroups() {
            Set<String> touched = new LinkedHashSet<>(targets.keySet());
            ending().forEach(member -> touched.add(member.groupId()));
            return touched;
        }

        /** The members that end, as they were before. */
        private List<GroupMember> ending() {
            return ends.keySet().stream()
                    .flatMap(key -> stored.getOrDefault(key, List.of()).stream())
                    .map(Membership::member)
                    .toList();
        }
    }
}
