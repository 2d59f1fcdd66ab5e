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

    public boolean isFiring() {
        return status == GroupMember.Status.FIRING;
    }

    public boolean isMuted() {
        return !mutedBy.isEmpty();
    }

    public StoredMember mutedBy(String reason) {
        return new StoredMember(groupId, alertKey, alertId, status, told, late, reason, joinedAt, changedAt, labels);
    }

    public GroupMember toGroupMember() {
        return new GroupMember(alertKey, status, told, late, isMuted(), joinedAt, changedAt);
    }
}
