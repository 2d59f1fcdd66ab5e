package io.tocsin.dispatch;

import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.dispatch.store.Suppressions;
import io.tocsin.dispatch.store.TrailStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a flush reads and changes of a group's members. Blocks, in the caller's transaction. */
@Component
class FlushMembers {

    private final GroupMembers members;
    private final NotificationTrail trail;
    private final Suppressions suppressions;
    private final DispatchMetrics metrics;

    FlushMembers(GroupMembers members, NotificationTrail trail, Suppressions suppressions, DispatchMetrics metrics) {
        this.members = members;
        this.trail = trail;
        this.suppressions = suppressions;
        this.metrics = metrics;
    }

    /** The members with the mutes of this moment; stores nothing. */
    List<StoredMember> load(NotificationGroup group, Mutes.View mutes) {
        return members.findByGroup(group.id()).stream()
                .map(member -> judged(member, mutes))
                .toList();
    }

    /** What ended keeps the mutes it ended with: a silence that expires later does not bring it back. */
    private static StoredMember judged(StoredMember member, Mutes.View mutes) {
        if (!member.isFiring() && member.isMuted()) {
            return member;
        }
        return member.mutedBy(mutes.mutedBy(member.alertId(), member.labels()));
    }

    /** The same, and stores and logs which mutes began and ended. */
    List<StoredMember> loadAndStoreMutes(NotificationGroup group, Mutes.View mutes, Instant at) {
        List<StoredMember> current = new ArrayList<>();
        List<StoredMember> changed = new ArrayList<>();
        List<StoredMember> begun = new ArrayList<>();
        List<StoredMember> ended = new ArrayList<>();
        for (StoredMember before : members.findByGroup(group.id())) {
            StoredMember now = judged(before, mutes);
            current.add(now);
            if (!now.mutedBy().equals(before.mutedBy())) {
                changed.add(now);
                if (!before.isMuted()) {
                    begun.add(now);
                } else if (!now.isMuted()) {
                    ended.add(now);
                }
            }
        }
        if (!changed.isEmpty()) {
            members.updateMutes(changed);
            trail.append(begun, TrailStep.MUTED, at);
            trail.append(ended, TrailStep.UNMUTED, at);
            suppressions.append(suppressed(changed), at);
            metrics.muted(begun);
        }
        return current;
    }

    private static List<Suppressions.Muted> suppressed(List<StoredMember> changed) {
        return changed.stream()
                .filter(StoredMember::isFiring)
                .flatMap(member -> MutedBy.silences(member.mutedBy()).stream()
                        .map(silence -> new Suppressions.Muted(silence.value(), member.groupId(), member.alertKey())))
                .toList();
    }

    void told(FlushPlan plan, long notificationId) {
        String group = plan.group().id();
        trail.appendTold(group, notificationId, plan.sendsResolved(), plan.at());
        trail.appendNotTold(group, plan.sendsResolved(), plan.at());
        members.deleteResolved(group);
        members.markTold(group);
    }

    void notTold(FlushPlan plan) {
        String group = plan.group().id();
        trail.appendNotTold(group, plan.sendsResolved(), plan.at());
        members.deleteResolvedNotToBeTold(group, plan.sendsResolved());
    }
}
