package io.tocsin.dispatch;

import io.tocsin.alert.AlertEvent;
import io.tocsin.dispatch.store.AlertKey;
import io.tocsin.dispatch.store.NewMember;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.Resolution;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.PolicyTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out what a batch of events changes in the notification groups; writes nothing. */
final class AssignmentBatch {

    private final PolicyTree policies;
    private final Instant at;
    private final Map<String, List<Membership>> stored = new HashMap<>();
    private final Map<String, Map<String, NewMember>> joining = new LinkedHashMap<>();
    private final Map<String, Resolution> resolutions = new LinkedHashMap<>();
    private final Map<String, NotificationRoute> targets = new LinkedHashMap<>();
    private final List<Move> moves = new ArrayList<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    /** An alert that is in a group already, with that group. */
    record Membership(StoredMember member, NotificationGroup group) {}

    /** An alert whose end was found late goes over to the group of the late summary. */
    record Move(String alertKey, String fromGroup, NotificationRoute to) {}

    AssignmentBatch(PolicyTree policies, Collection<Membership> existing, Instant at) {
        this.policies = policies;
        this.at = at;
        existing.forEach(
                membership -> stored.computeIfAbsent(membership.member().alertKey(), key -> new ArrayList<>())
                        .add(membership));
    }

    void add(AlertEvent.Fired fired) {
        String key = AlertKey.of(fired.alert().id());
        if (stored.containsKey(key) || joining.containsKey(key)) {
            return;
        }
        String ruleGroup = fired.alert().rule().key().group().toString();
        for (NotificationRoute route :
                policies.route(fired.alert().labels(), fired.alert().rule().contactPoints())) {
            NotificationRoute target = fired.isLate() ? route.late(ruleGroup) : route;
            join(key, new NewMember(target, fired.alert(), fired.isLate(), at, null));
        }
    }

    private void join(String key, NewMember member) {
        joining.computeIfAbsent(key, unused -> new LinkedHashMap<>())
                .putIfAbsent(member.route().key().id(), member);
        targets.put(member.route().key().id(), member.route());
    }

    void add(AlertEvent.Resolved resolved) {
        String key = AlertKey.of(resolved.alert().id());
        Resolution resolution = Resolution.of(resolved);
        Map<String, NewMember> joined = joining.get(key);
        if (joined != null) {
            joined.replaceAll((group, member) -> member.resolved(resolution));
        }
        List<Membership> memberships = stored.getOrDefault(key, List.of());
        if (!memberships.isEmpty()) {
            resolutions.put(key, resolution);
        }
        if (joined == null && memberships.isEmpty()) {
            unknown.add(resolved.alert().id().toString());
        }
        if (resolution.late()) {
            String ruleGroup = resolved.alert().rule().key().group().toString();
            memberships.forEach(membership -> moveToLate(membership, ruleGroup));
        }
    }

    private void moveToLate(Membership membership, String ruleGroup) {
        NotificationGroup group = membership.group();
        if (group.key().isLate()) {
            return;
        }
        NotificationRoute late = new NotificationRoute(group.key(), group.timings()).late(ruleGroup);
        targets.put(late.key().id(), late);
        moves.add(new Move(membership.member().alertKey(), group.id(), late));
    }

    Collection<NewMember> joining() {
        return joining.values().stream()
                .flatMap(byGroup -> byGroup.values().stream())
                .toList();
    }

    /** The ends of alerts that are in groups already, by alert key. */
    Map<String, Resolution> resolutions() {
        return resolutions;
    }

    List<Move> moves() {
        return moves;
    }

    /** Ends of alerts that no group knows, because nobody was to be told of them any more. */
    Set<String> unknown() {
        return unknown;
    }

    /** The groups that must exist, by id. */
    Map<String, NotificationRoute> targets() {
        return targets;
    }

    /** Every group that changes. */
    Set<String> touchedGroups() {
        Set<String> touched = new LinkedHashSet<>(targets.keySet());
        for (String key : resolutions.keySet()) {
            stored.getOrDefault(key, List.of())
                    .forEach(membership -> touched.add(membership.group().id()));
        }
        return touched;
    }

    /** The members that end, as they were before. */
    List<StoredMember> ending() {
        return resolutions.keySet().stream()
                .flatMap(key -> stored.getOrDefault(key, List.of()).stream())
                .map(Membership::member)
                .toList();
    }

    /** Null when the group is not a target of this batch. */
    @Nullable
    NotificationRoute target(String groupId) {
        return targets.get(groupId);
    }
}
