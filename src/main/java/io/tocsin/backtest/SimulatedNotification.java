package io.tocsin.backtest;

import io.tocsin.notification.NotificationGroupKey;
import io.tocsin.notification.NotificationReason;
import java.time.Instant;
import java.util.List;

/**
 * A notification that would have gone out.
 *
 * @param told the alerts it speaks of
 * @param mutedButTold alerts that fire as far as people know, and are muted now
 */
record SimulatedNotification(
        NotificationGroupKey key, NotificationReason reason, Instant at, List<SimulatedMember> told, int mutedButTold) {

    int firing() {
        return (int) told.stream().filter(SimulatedMember::isFiring).count() + mutedButTold;
    }

    int resolved() {
        return (int) told.stream().filter(member -> !member.isFiring()).count();
    }
}
