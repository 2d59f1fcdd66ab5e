package io.tocsin.dispatch;

import io.tocsin.dispatch.store.AlertKey;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.LoggedNotification;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationLog;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.rule.GroupKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What pages and APIs show of dispatch. Everything here blocks and changes nothing. */
@Component
public class NotificationViews {

    private static final int MAX_STEPS = 1_000;

    private final NotificationGroups groups;
    private final GroupMembers members;
    private final NotificationLog notifications;
    private final NotificationTrail trail;

    NotificationViews(
            NotificationGroups groups, GroupMembers members, NotificationLog notifications, NotificationTrail trail) {
        this.groups = groups;
        this.members = members;
        this.notifications = notifications;
        this.trail = trail;
    }

    /** A group with its members as of its last flush. */
    public record GroupView(NotificationGroup group, List<StoredMember> members) {}

    /** An alert in a group that has still something to say about it. */
    public record Membership(NotificationGroup group, StoredMember member) {}

    /**
     * Why people were, or were not, told of one alert.
     *
     * @param steps oldest first
     * @param open the groups it is in now, with the time at which each is asked next
     * @param notifications those that told of it, newest first
     */
    public record Explanation(List<TrailEntry> steps, List<Membership> open, List<LoggedNotification> notifications) {}

    /** The groups that exist now, those that are due first come first. */
    public List<GroupView> groups(int limit) {
        List<NotificationGroup> found = groups.findAll(limit);
        Map<String, List<StoredMember>> byGroup =
                members.findByGroups(found.stream().map(NotificationGroup::id).toList()).stream()
                        .collect(Collectors.groupingBy(StoredMember::groupId));
        return found.stream()
                .map(group -> new GroupView(group, byGroup.getOrDefault(group.id(), List.of())))
                .toList();
    }

    public Optional<GroupView> group(String id) {
        return groups.find(id).map(group -> new GroupView(group, members.findByGroup(id)));
    }

    /** Notifications below an id, newest first; {@code Long.MAX_VALUE} starts at the newest. */
    public List<LoggedNotification> notifications(long belowId, int limit) {
        return notifications.findBelow(belowId, limit);
    }

    /** Notifications that told of alerts of a rule, newest first. */
    public List<LoggedNotification> notifications(GroupKey ruleGroup, String alertName, long belowId, int limit) {
        return notifications.findByRule(ruleGroup.toString(), alertName, belowId, limit);
    }

    /** What happened to the alerts of a rule, newest first. */
    public List<TrailEntry> steps(GroupKey ruleGroup, String alertName, long belowId, int limit) {
        return trail.findByRule(ruleGroup.toString(), alertName, belowId, limit);
    }

    /** The way of one episode; {@code alertId} as {@code AlertId.toString()}. */
    public Explanation explain(String alertId) {
        List<TrailEntry> steps = trail.findByAlert(alertId, MAX_STEPS);
        List<LoggedNotification> told = notifications.findAll(steps.stream()
                .map(TrailEntry::notificationId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        return new Explanation(steps, memberships(Set.of(AlertKey.of(alertId))), told);
    }

    /** The groups that alerts are in now, by alert id; alerts that are in none are missing. */
    public Map<String, List<Membership>> findByAlerts(Set<String> alertIds) {
        return memberships(alertIds.stream().map(AlertKey::of).collect(Collectors.toSet())).stream()
                .collect(Collectors.groupingBy(membership -> membership.member().alertId()));
    }

    private List<Membership> memberships(Set<String> alertKeys) {
        List<StoredMember> found = members.findByAlerts(alertKeys);
        Map<String, NotificationGroup> byId = new HashMap<>();
        groups.findAll(found.stream().map(StoredMember::groupId).distinct().toList())
                .forEach(group -> byId.put(group.id(), group));
        return found.stream()
                .flatMap(member ->
                        Stream.ofNullable(byId.get(member.groupId())).map(group -> new Membership(group, member)))
                .toList();
    }
}
