package io.tocsin.dispatch;

import io.tocsin.dispatch.store.AlertKey;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.dispatch.store.TrailStep;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which alerts a silence covers, now and in the past. Blocks. */
@Component
class SilencedAlerts {

    private final GroupMembers members;
    private final NotificationGroups groups;
    private final NotificationTrail trail;

    SilencedAlerts(GroupMembers members, NotificationGroups groups, NotificationTrail trail) {
        this.members = members;
        this.groups = groups;
        this.trail = trail;
    }

    /** The labels of an alert that fires; alerts as {@code AlertId.toString()}. */
    Optional<Labels> labelsOf(String alertId) {
        return members.findByAlerts(Set.of(AlertKey.of(alertId))).stream()
                .filter(StoredMember::isFiring)
                .findFirst()
                .map(StoredMember::labels);
    }

    /** The label sets of the alerts that fire now and that these matchers cover. */
    List<Labels> covered(List<LabelMatcher> matchers) {
        Map<String, Labels> covered = new TreeMap<>();
        members.findFiring().stream()
                .filter(member -> matches(matchers, member.labels()))
                .forEach(member -> covered.put(member.alertKey(), member.labels()));
        return List.copyOf(covered.values());
    }

    Map<SilenceId, Integer> count(List<Silence> silences) {
        Map<String, StoredMember> firing = new HashMap<>();
        if (!silences.isEmpty()) {
            members.findFiring().forEach(member -> firing.put(member.alertKey(), member));
        }
        return silences.stream().collect(Collectors.toMap(Silence::id, silence -> (int) firing.values().stream()
                .filter(member -> silence.covers(member.alertId(), member.labels()))
                .count()));
    }

    /** Lets groups look at once at alerts that a new or changed silence may cover or have covered. */
    void wake(Silence silence, Instant at) {
        Set<String> touched = members.findFiring().stream()
                .filter(member -> silence.covers(member.alertId(), member.labels()))
                .map(StoredMember::groupId)
                .collect(Collectors.toSet());
        touched.addAll(groups.findMuted());
        groups.wake(touched, at);
    }

    Silencing.PastEffect past(List<LabelMatcher> matchers, Instant since) {
        Map<String, Integer> alerts = new TreeMap<>();
        trail.forEachSince(TrailStep.GROUPED, since, entry -> {
            if (matches(matchers, entry.labels())) {
                alerts.merge(entry.alertName(), 1, Integer::sum);
            }
        });
        Set<Long> partly = new HashSet<>();
        Set<Long> alsoOthers = new HashSet<>();
        trail.forEachSince(TrailStep.TOLD_FIRING, since, entry -> {
            Long notification = entry.notificationId();
            if (notification != null) {
                (matches(matchers, entry.labels()) ? partly : alsoOthers).add(notification);
            }
        });
        Set<Long> wholly = new HashSet<>(partly);
        wholly.removeAll(alsoOthers);
        return new Silencing.PastEffect(since, alerts, wholly.size(), partly.size() - wholly.size());
    }

    private static boolean matches(List<LabelMatcher> matchers, Labels labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }
}
