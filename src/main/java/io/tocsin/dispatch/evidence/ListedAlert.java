package io.tocsin.dispatch.evidence;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.notification.GroupMember;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a message lists.
 *
 * @param event how it fired or ended, as it was then
 * @param alert the same with its newest value and texts
 */
public record ListedAlert(GroupMember member, AlertEvent event, Alert alert) {

    public String key() {
        return member.key();
    }

    /** Its end; null while it fires. */
    public AlertEvent.@Nullable Resolved resolved() {
        return !member.isFiring() && event instanceof AlertEvent.Resolved resolved ? resolved : null;
    }

    /** An end is always told for the first time, because the alert leaves with it. */
    public boolean isNew() {
        return !member.isFiring() || !member.told();
    }
}
