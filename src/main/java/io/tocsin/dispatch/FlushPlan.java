package io.tocsin.dispatch;

import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.GroupTally;
import io.tocsin.notification.NotificationDecision;
import io.tocsin.notification.NotificationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one flush of a group has to say, worked out from its members; pure. */
final class FlushPlan {

    private final NotificationGroup group;
    private final List<StoredMember> members;
    private final boolean sendsResolved;
    private final Instant at;

    /** @param members with the mutes of this moment */
    FlushPlan(NotificationGroup group, List<StoredMember> members, boolean sendsResolved, Instant at) {
        this.group = group;
        this.members = List.copyOf(members);
        this.sendsResolved = sendsResolved;
        this.at = at;
    }

    NotificationGroup group() {
        return group;
    }

    boolean sendsResolved() {
        return sendsResolved;
    }

    Instant at() {
        return at;
    }

    /**
     * Why the group is told now. Empty when there is nothing to say, and when what there is can wait: a group is also
     * asked when a silence begins or ends.
     */
    Optional<NotificationReason> reason() {
        List<GroupMember> counted =
                members.stream().map(StoredMember::toGroupMember).toList();
        GroupTally tally = GroupTally.of(counted, group.lastNotifiedAt());
        boolean isDue = NotificationDecision.nextFlush(tally, group.timings())
                .filter(due -> !due.isAfter(at))
                .isPresent();
        return isDue ? NotificationDecision.decide(tally, group.timings(), sendsResolved, at) : Optional.empty();
    }

    /** The alerts that the message is about, in its order: new ones, ended ones, then the rest; newest first in each. */
    List<StoredMember> told() {
        Comparator<StoredMember> newestFirst =
                Comparator.comparing(StoredMember::changedAt).reversed().thenComparing(StoredMember::alertKey);
        List<StoredMember> ordered = new ArrayList<>();
        Stream.of(firing().filter(member -> !member.told()), ended(), firing().filter(StoredMember::told))
                .forEach(part -> part.sorted(newestFirst).forEach(ordered::add));
        return ordered;
    }

    private Stream<StoredMember> firing() {
        return members.stream().filter(member -> member.isFiring() && !member.isMuted());
    }

    private Stream<StoredMember> ended() {
        return members.stream()
                .filter(member -> !member.isFiring())
                .filter(member -> member.told() ? sendsResolved : !member.isMuted());
    }

    /** How many alerts fire now as far as people know, those included that were silenced after they were told. */
    int firingCount() {
        return (int) (firing().count() + mutedKnownCount());
    }

    int resolvedCount() {
        return (int) ended().count();
    }

    /** Alerts that fire and are muted. */
    int mutedCount() {
        return (int) members.stream()
                .filter(member -> member.isFiring() && member.isMuted())
                .count();
    }

    private long mutedKnownCount() {
        return members.stream()
                .filter(member -> member.isFiring() && member.isMuted() && member.told())
                .count();
    }
}
