package io.tocsin.dispatch.view;

import io.tocsin.alert.AlertKey;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.LoggedNotification;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationLog;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.dispatch.store.TrailStep;
import io.tocsin.label.Labels;
import io.tocsin.notification.MutedBy;
import io.tocsin.rule.GroupKey;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.store.SilenceStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What pages show of dispatch. Everything here blocks and changes nothing. */
@Component
public class NotificationViews {

    private final NotificationGroups groups;
    private final GroupMembers members;
    private final NotificationLog notifications;
    private final NotificationTrail trail;
    private final SilenceStore silences;

    public NotificationViews(
            NotificationGroups groups,
            GroupMembers members,
            NotificationLog notifications,
            NotificationTrail trail,
            SilenceStore silences) {
        this.silences = silences;
        this.groups = groups;
        this.members = members;
        this.notifications = notifications;
        this.trail = trail;
    }

    /** Notifications that told of alerts of a rule, newest first, below an id; {@code Long.MAX_VALUE} starts at the newest. */
    public List<LoggedNotification> notifications(GroupKey ruleGroup, String alertName, long belowId, int limit) {
        return notifications.findByRule(ruleGroup.toString(), alertName, belowId, limit);
    }

    /** What happened to the alerts of a rule, newest first; details that name what mutes an alert are in words. */
    public List<TrailEntry> steps(GroupKey ruleGroup, String alertName, long belowId, int limit) {
        return inWords(trail.findByRule(ruleGroup.toString(), alertName, belowId, limit));
    }

    /** What happened to some episodes, newest first and at most so many steps, in the same words. */
    public List<TrailEntry> steps(Set<String> alertIds, int limit) {
        return stepsByKeys(alertIds.stream().map(AlertKey::of).collect(Collectors.toSet()), limit);
    }

    /** The same for the short forms of the episodes' ids. */
    public List<TrailEntry> stepsByKeys(Set<String> alertKeys, int limit) {
        return inWords(trail.findByAlerts(alertKeys, limit));
    }

    /** The newest notifications of a group from one of them on, newest first. */
    public List<LoggedNotification> notificationsFrom(String groupId, long notificationId, int limit) {
        return notifications.findByGroupFrom(groupId, notificationId, limit);
    }

    private List<TrailEntry> inWords(List<TrailEntry> steps) {
        Map<MutedBy, String> words =
                describe(steps.stream().map(step -> MutedBy.of(step.detail())).toList());
        return steps.stream()
                .map(step -> {
                    MutedBy mutedBy = MutedBy.of(step.detail());
                    return mutedBy.isNothing() ? step : step.withDetail(words.getOrDefault(mutedBy, ""));
                })
                .toList();
    }

    /** The groups that alerts are in now, by alert id; alerts that are in none are missing. */
    public Map<String, List<Membership>> findByAlerts(Set<String> alertIds) {
        Set<String> keys = alertIds.stream().map(AlertKey::of).collect(Collectors.toSet());
        return groups.ofMembers(members.findByAlerts(keys)).stream()
                .collect(Collectors.groupingBy(
                        membership -> membership.member().alert().id()));
    }

    /** Hands over the newest alerts that joined groups since a time, once for each contact point; at most so many. */
    public void forEachGrouped(Instant since, int limit, Consumer<TrailEntry> consumer) {
        trail.findSince(TrailStep.GROUPED, since, limit).forEach(consumer);
    }

    /** A text that is another one after each step of any alert. */
    public String changeMark() {
        return trail.changeMark();
    }

    /** The short forms of the ids of episodes that fire and that an inhibition muted when their groups were last asked. */
    public Set<String> inhibited() {
        return members.findInhibited();
    }

    /** What mutes alerts, in words: {@code silenced by ann: maintenance, inhibited by {…}}. */
    public Map<MutedBy, String> describe(Collection<MutedBy> mutes) {
        Map<String, Labels> sources = trail.findLabels(mutes.stream()
                .filter(MutedBy::isInhibited)
                .map(MutedBy::inhibitedBy)
                .collect(Collectors.toSet()));
        Map<String, String> known = mutes.stream()
                .flatMap(muted -> muted.silences().stream())
                .distinct()
                .collect(Collectors.toMap(id -> id, this::silence));
        return mutes.stream()
                .distinct()
                .collect(Collectors.toMap(muted -> muted, muted -> words(muted, known, sources)));
    }

    /** People know a silence by who made it and why. */
    private String silence(String id) {
        return silences.find(new SilenceId(id))
                .map(silence -> (silence.isAcknowledgement() ? "acknowledged by " : "silenced by ")
                        + silence.author()
                        + (silence.comment().isEmpty() ? "" : ": " + silence.comment()))
                .orElse("a silence that is no longer kept");
    }

    private static String words(MutedBy muted, Map<String, String> silences, Map<String, Labels> sources) {
        List<String> parts = new ArrayList<>();
        muted.silences().forEach(silence -> parts.add(silences.getOrDefault(silence, "")));
        if (muted.isInhibited()) {
            Labels source = sources.get(muted.inhibitedBy());
            parts.add("inhibited by " + (source == null ? "an alert that is no longer known" : source));
        }
        return String.join(", ", parts);
    }
}
