package io.tocsin.dispatch.silencing;

import io.tocsin.alert.AlertKey;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.dispatch.store.TrailStep;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.notification.GroupMember;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceIndex;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Which alerts a silence covers, now and in the past. Blocks. */
@Component
public class SilencedAlerts {

    private final GroupMembers members;
    private final NotificationGroups groups;
    private final NotificationTrail trail;

    public SilencedAlerts(GroupMembers members, NotificationGroups groups, NotificationTrail trail) {
        this.members = members;
        this.groups = groups;
        this.trail = trail;
    }

    /** The labels of an alert that fires; alerts as {@code AlertId.toString()}. */
    Optional<Labels> labelsOf(String alertId) {
        return members.findByAlerts(Set.of(AlertKey.of(alertId))).stream()
                .filter(GroupMember::isFiring)
                .findFirst()
                .map(GroupMember::labels);
    }

    /** The label sets of the alerts that fire now and that these matchers cover, always in the same order. */
    List<Labels> covered(List<LabelMatcher> matchers) {
        Map<String, Labels> covered = new TreeMap<>();
        members.forEachFiringEpisode(alert -> {
            if (matches(matchers, alert.labels())) {
                covered.put(alert.key(), alert.labels());
            }
        });
        return List.copyOf(covered.values());
    }

    /** How many alerts that fire now each silence covers, active or not. */
    Map<SilenceId, Integer> count(List<Silence> silences) {
        Map<SilenceId, Integer> counts = new HashMap<>();
        silences.forEach(silence -> counts.put(silence.id(), 0));
        if (!silences.isEmpty()) {
            SilenceIndex index = new SilenceIndex(silences);
            Set<String> counted = new HashSet<>();
            members.forEachFiringEpisode(alert -> {
                List<Silence> covering = index.covering(alert.labels(), alert::id);
                if (!covering.isEmpty() && counted.add(alert.key())) {
                    covering.forEach(silence -> counts.merge(silence.id(), 1, Integer::sum));
                }
            });
        }
        return counts;
    }

    /** Lets groups look at once at alerts that a new or changed silence may cover or have covered. */
    void wake(Silence silence, Instant at) {
        Set<String> touched = new HashSet<>(groups.findMuted());
        members.forEachFiring(member -> {
            if (silence.covers(member.alert().id(), member.labels())) {
                touched.add(member.groupId());
            }
        });
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
