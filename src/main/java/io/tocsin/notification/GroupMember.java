package io.tocsin.notification;

import io.tocsin.alert.AlertKey;
import io.tocsin.label.Labels;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One episode of one alert in a notification group, without the alert's texts, and what can become of it: it joins, is
 * muted and unmuted, is told, and ends.
 *
 * @param groupId the group, as {@link NotificationGroupKey#id()}
 * @param endedAt when the group learned that it ended; null while it fires
 * @param told whether a notification has said that it fires
 * @param late whether its last change was found while catching up missed slots
 * @param departed whether the policies send it elsewhere since people were told: here no more than its end is told
 * @param mutedBy what muted it when the group was last asked
 */
public record GroupMember(
        String groupId,
        Episode alert,
        Instant joinedAt,
        @Nullable Instant endedAt,
        boolean told,
        boolean late,
        boolean departed,
        MutedBy mutedBy) {

    /**
     * Which alert it is.
     *
     * @param key a short form of the id
     * @param id as {@code AlertId.toString()}
     */
    public record Episode(String key, String id, Labels labels) {

        /** What it has in common with the alert's other episodes. */
        public String instanceKey() {
            return AlertKey.ofAllEpisodes(id);
        }
    }

    /** How people and an alert stand to each other. Everything that is decided of a member depends on this. */
    public enum Standing {
        /** It fires and nobody was told. */
        NEW,
        /** It fires, nobody was told, and nobody is to be. */
        NEW_MUTED,
        /** It fires and people know. */
        KNOWN,
        /** People know that it fires; no more is to be said of it, as it is muted, or told elsewhere now. */
        KNOWN_MUTED,
        /** It ended, and people believe that it fires; muted or not. */
        ENDED,
        /** It fired and ended before anybody was told. */
        ENDED_UNTOLD,
        /** The same while it was muted: nobody's business. */
        ENDED_UNSEEN;

        public static Standing of(boolean isFiring, boolean isTold, boolean isMuted) {
            if (isFiring) {
                return isTold ? (isMuted ? KNOWN_MUTED : KNOWN) : (isMuted ? NEW_MUTED : NEW);
            }
            return isTold ? ENDED : (isMuted ? ENDED_UNSEEN : ENDED_UNTOLD);
        }

        /** Whether a notification speaks of it, to a contact point that wants ends or does not. */
        public boolean isToldBy(boolean sendsResolved) {
            return switch (this) {
                case NEW, KNOWN, ENDED_UNTOLD -> true;
                case ENDED -> sendsResolved;
                case NEW_MUTED, KNOWN_MUTED, ENDED_UNSEEN -> false;
            };
        }

        /** Whether a notification is the first to say so. */
        public boolean isToldAnewBy(boolean sendsResolved) {
            return isToldBy(sendsResolved) && this != KNOWN;
        }

        public boolean isFiring() {
            return this == NEW || this == NEW_MUTED || this == KNOWN || this == KNOWN_MUTED;
        }

        /** Whether it leaves the group and nobody is told. */
        public boolean leavesUntold(boolean sendsResolved) {
            return this == ENDED_UNSEEN || this == ENDED && !sendsResolved;
        }
    }

    /** An alert that fires and joins a group. */
    public static GroupMember joining(String groupId, Episode alert, boolean isLate, Instant at) {
        return new GroupMember(groupId, alert, at, null, false, isLate, false, MutedBy.NOTHING);
    }

    public GroupMember ended(Instant at, boolean isLate) {
        return new GroupMember(groupId, alert, joinedAt, at, told, isLate, departed, mutedBy);
    }

    /** What ended keeps the mutes it ended with: a silence that expires later does not bring it back. */
    public GroupMember mutedBy(MutedBy now) {
        boolean isOver = !isFiring() && isMuted();
        return isOver ? this : new GroupMember(groupId, alert, joinedAt, endedAt, told, late, departed, now);
    }

    /** A member that fires, after a notification of its group. */
    public GroupMember afterNotification() {
        return new GroupMember(groupId, alert, joinedAt, endedAt, told || !isMuted(), late, departed, mutedBy);
    }

    public Standing standing() {
        return Standing.of(isFiring(), told, isMuted() || departed);
    }

    public boolean isFiring() {
        return endedAt == null;
    }

    public boolean isMuted() {
        return !mutedBy.isNothing();
    }

    /** When it began or ended, as far as the group knows. */
    public Instant changedAt() {
        return endedAt == null ? joinedAt : endedAt;
    }

    public String key() {
        return alert.key();
    }

    public Labels labels() {
        return alert.labels();
    }
}
