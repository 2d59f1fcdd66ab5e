package io.tocsin.notification;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a notification group that the decision depends on. Told means that a notification has said that the
 * alert fires.
 *
 * @param newFiring fire, not told, not muted
 * @param knownFiring fire, told, not muted
 * @param mutedKnownFiring fire, told, muted since
 * @param mutedNewFiring fire, not told, muted
 * @param resolved told as firing, resolved since; muted or not
 * @param firedAndResolved resolved before anybody was told, not muted
 * @param late how many of those that a notification would tell anew were found while catching up
 * @param firstUntoldAt when the first untold, unmuted alert joined; null when there is none
 * @param firstResolvedAt when the first alert of {@code resolved} resolved; null when there is none
 * @param lastNotifiedAt null before the first notification
 */
public record GroupTally(
        int newFiring,
        int knownFiring,
        int mutedKnownFiring,
        int mutedNewFiring,
        int resolved,
        int firedAndResolved,
        int late,
        @Nullable Instant firstUntoldAt,
        @Nullable Instant firstResolvedAt,
        @Nullable Instant lastNotifiedAt) {

    /** Counts members. A muted alert that resolved untold is nobody's business and is not counted. */
    public static GroupTally of(Collection<GroupMember> members, @Nullable Instant lastNotifiedAt) {
        Counter counter = new Counter();
        members.forEach(counter::add);
        return counter.tally(lastNotifiedAt);
    }

    /** Whether anybody still believes that something of this group fires, because a notification said so. */
    public boolean hasOpenNotification() {
        return knownFiring + mutedKnownFiring + resolved > 0;
    }

    public boolean isAllResolved() {
        return newFiring + knownFiring + mutedKnownFiring + mutedNewFiring == 0;
    }

    private static final class Counter {

        private int newFiring;
        private int knownFiring;
        private int mutedKnownFiring;
        private int mutedNewFiring;
        private int resolved;
        private int firedAndResolved;
        private int late;
        private @Nullable Instant firstUntoldAt;
        private @Nullable Instant firstResolvedAt;

        private void add(GroupMember member) {
            if (member.isFiring()) {
                addFiring(member);
            } else if (member.told()) {
                resolved++;
                late += member.late() ? 1 : 0;
                firstResolvedAt = earlier(firstResolvedAt, member.changedAt());
            } else if (!member.muted()) {
                firedAndResolved++;
                addUntold(member);
            }
        }

        private void addFiring(GroupMember member) {
            if (member.told()) {
                knownFiring += member.muted() ? 0 : 1;
                mutedKnownFiring += member.muted() ? 1 : 0;
            } else if (member.muted()) {
                mutedNewFiring++;
            } else {
                newFiring++;
                addUntold(member);
            }
        }

        private void addUntold(GroupMember member) {
            late += member.late() ? 1 : 0;
            firstUntoldAt = earlier(firstUntoldAt, member.joinedAt());
        }

        private static Instant earlier(@Nullable Instant one, Instant other) {
            return one == null || other.isBefore(one) ? other : one;
        }

        private GroupTally tally(@Nullable Instant lastNotifiedAt) {
            return new GroupTally(
                    newFiring,
                    knownFiring,
                    mutedKnownFiring,
                    mutedNewFiring,
                    resolved,
                    firedAndResolved,
                    late,
                    firstUntoldAt,
                    firstResolvedAt,
                    lastNotifiedAt);
        }
    }
}
