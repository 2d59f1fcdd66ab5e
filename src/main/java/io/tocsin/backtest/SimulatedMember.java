package io.tocsin.backtest;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.notification.GroupMember;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert in a simulated notification group.
 *
 * @param resolved its end; null while it fires
 */
record SimulatedMember(
        Alert alert, AlertEvent.@Nullable Resolved resolved, boolean told, boolean muted, Instant joinedAt) {

    boolean isFiring() {
        return resolved == null;
    }

    SimulatedMember ended(AlertEvent.Resolved end) {
        return new SimulatedMember(alert, end, told, muted, joinedAt);
    }

    /** What ended keeps the mute it ended with. */
    SimulatedMember judged(boolean isMuted) {
        return isFiring() || !muted ? new SimulatedMember(alert, resolved, told, isMuted, joinedAt) : this;
    }

    SimulatedMember afterMessage() {
        return new SimulatedMember(alert, resolved, told || !muted, muted, joinedAt);
    }

    /** Whether a notification speaks of it. */
    boolean isToldBy(boolean sendsResolved) {
        if (isFiring()) {
            return !muted;
        }
        return told ? sendsResolved : !muted;
    }

    /** Whether it ended and nobody is to be told. */
    boolean leavesQuietly(boolean sendsResolved) {
        return !isFiring() && (told ? !sendsResolved : muted);
    }

    GroupMember counted() {
        return new GroupMember(
                alert.id().toString(),
                isFiring() ? GroupMember.Status.FIRING : GroupMember.Status.RESOLVED,
                told,
                false,
                muted,
                joinedAt,
                resolved == null ? joinedAt : resolved.at());
    }
}
