package io.tocsin.dispatch;

import io.tocsin.dispatch.silencing.Mutes;
import io.tocsin.dispatch.store.DispatchMetrics;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.dispatch.store.Suppressions;
import io.tocsin.dispatch.store.TrailStep;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.ReceiverSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Goes through the members of a group, some hundreds at a time, and applies what mutes them. Blocks. */
@Component
class MuteStage {

    private final GroupMembers members;
    private final NotificationTrail trail;
    private final Suppressions suppressions;
    private final ReceiverSettings receivers;
    private final DispatchSettings settings;
    private final DispatchMetrics metrics;

    MuteStage(
            GroupMembers members,
            NotificationTrail trail,
            Suppressions suppressions,
            ReceiverSettings receivers,
            DispatchSettings settings,
            DispatchMetrics metrics) {
        this.members = members;
        this.trail = trail;
        this.suppressions = suppressions;
        this.receivers = receivers;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** The group with the mutes of this moment; stores nothing. */
    Flush preview(NotificationGroup group, Mutes.View mutes, Instant at) {
        Flush flush = begin(group, mutes, at);
        members.forEachPage(group.id(), page -> page.forEach(member -> flush.add(muted(member, mutes))));
        return flush;
    }

    /** The same, and stores and logs which mutes began and ended. In the caller's transaction. */
    Flush apply(NotificationGroup group, Mutes.View mutes, Instant at) {
        Flush flush = begin(group, mutes, at);
        members.forEachPage(group.id(), page -> {
            List<GroupMember> changed = new ArrayList<>();
            List<GroupMember> begun = new ArrayList<>();
            List<GroupMember> ended = new ArrayList<>();
            for (GroupMember before : page) {
                GroupMember now = muted(before, mutes);
                flush.add(now);
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
                suppressions.append(
                        changed.stream().filter(GroupMember::isFiring).toList(), at);
                metrics.muted(begun);
            }
        });
        return flush;
    }

    private Flush begin(NotificationGroup group, Mutes.View mutes, Instant at) {
        boolean sendsResolved = receivers.sendsResolved(group.key().receiver());
        return new Flush(group, mutes, sendsResolved, settings.alertsPerMessage(), at);
    }

    private static GroupMember muted(GroupMember member, Mutes.View mutes) {
        return member.mutedBy(mutes.mutedBy(member.alert()));
    }
}
