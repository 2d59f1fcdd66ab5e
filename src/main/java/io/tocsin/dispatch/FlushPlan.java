package io.tocsin.dispatch;

import io.tocsin.dispatch.store.AlertKey;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.message.Mute;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.GroupTally;
import io.tocsin.notification.NotificationDecision;
import io.tocsin.notification.NotificationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What one flush of a group has to say, worked out from its members; pure. */
final class FlushPlan {

    private static final Comparator<StoredMember> NEWEST_FIRST =
            Comparator.comparing(StoredMember::changedAt).reversed().thenComparing(StoredMember::alertKey);

    private final NotificationGroup group;
    private final List<StoredMember> members;
    private final Map<String, List<Mute>> mutes;
    private final boolean sendsResolved;
    private final Instant at;

    /**
     * @param members with the mutes of this moment
     * @param mutes what mutes alerts that people know, by alert key
     */
    FlushPlan(
            NotificationGroup group,
            List<StoredMember> members,
            Map<String, List<Mute>> mutes,
            boolean sendsResolved,
            Instant at) {
        this.group = group;
        this.members = List.copyOf(members);
        this.mutes = Collections.unmodifiableSortedMap(new TreeMap<>(mutes));
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
        List<StoredMember> ordered = new ArrayList<>();
        Stream.of(firing().filter(member -> !member.told()), ended(), firing().filter(StoredMember::told))
                .forEach(part -> part.sorted(NEWEST_FIRST).forEach(ordered::add));
        return ordered;
    }

    /** What mutes an alert that people know; empty when nothing does, or nobody knows it. */
    List<Mute> mutes(String alertKey) {
        return mutes.getOrDefault(alertKey, List.of());
    }

    /** What a message shows of the mutes, in a short form that changes with it; empty when there is nothing to show. */
    String shownMutes() {
        return mutes.isEmpty() ? "" : AlertKey.of(mutes.toString());
    }

    /** Whether people have a message that no longer says what keeps its alerts from being told. */
    boolean hasOutdatedMutes() {
        return group.lastNotifiedAt() != null
                && !shownMutes().equals(group.shownMutes())
                && known().findAny().isPresent();
    }

    /** The alerts that fire and that people know, muted or not; newest first. */
    List<StoredMember> shown() {
        return known().sorted(NEWEST_FIRST).toList();
    }

    private Stream<StoredMember> known() {
        return members.stream().filter(member -> member.isFiring() && member.told());
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
