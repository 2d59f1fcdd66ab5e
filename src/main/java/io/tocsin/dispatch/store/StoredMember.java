package io.tocsin.dispatch.store;

import io.tocsin.label.Labels;
import io.tocsin.notification.GroupMember;
import java.time.Instant;

/**
 * A member of a notification group without the alert's texts, of which a group may have thousands.
 *
 * @param mutedBy what muted it when the group was last asked; empty: nothing
 */
public record StoredMember(
        String groupId,
        String alertKey,
        String alertId,
        GroupMember.Status status,
        boolean told,
        boolean late,
        String mutedBy,
        Instant joinedAt,
        Instant changedAt,
        Labels labels) {

    private static final int MAX_MUTED_BY_LENGTH = 4_000;

    public boolean isFiring() {
        return status == GroupMember.Status.FIRING;
    }

    public boolean isMuted() {
        return !mutedBy.isEmpty();
    }

    /** The same with another reason, cut as it will be stored, so that it can be compared with what is stored. */
    public StoredMember mutedBy(String reason) {
        String stored = StoredText.cut(reason, MAX_MUTED_BY_LENGTH);
        return new StoredMember(groupId, alertKey, alertId, status, told, late, stored, joinedAt, changedAt, labels);
    }

    public GroupMember toGroupMember() {
        return new GroupMember(alertKey, status, told, late, isMuted(), joinedAt, changedAt);
    }
}
