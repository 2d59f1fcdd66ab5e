package io.tocsin.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Decides whether a notification group has something to say, and when it is to be asked next. */
public final class NotificationDecision {

    /** How long the end of the last alert waits for company, at most. */
    public static final Duration RESOLVE_DEBOUNCE = Duration.ofSeconds(5);

    private NotificationDecision() {}

    /**
     * Why the group is to be told now; empty when there is no cause. Alerts that are muted are no cause, except that
     * the end of an alert that was told is always told.
     *
     * @param sendsResolved false: the contact point wants no message for ends; an alert that fired and resolved before
     *     anybody was told is told nevertheless
     */
    public static Optional<NotificationReason> decide(
            GroupTally group, GroupTimings timings, boolean sendsResolved, Instant at) {
        int resolved = sendsResolved ? group.resolved() : 0;
        boolean hasNews = group.newFiring() + group.firedAndResolved() + resolved > 0;
        if (hasNews && group.late() > 0) {
            return Optional.of(NotificationReason.LATE_SUMMARY);
        }
        if (group.newFiring() > 0) {
            return Optional.of(
                    group.hasOpenNotification()
                            ? NotificationReason.NEW_ALERTS
                            : NotificationReason.FIRST_NOTIFICATION);
        }
        if (resolved > 0) {
            return Optional.of(
                    group.isAllResolved() ? NotificationReason.ALL_RESOLVED : NotificationReason.SOME_RESOLVED);
        }
        if (group.firedAndResolved() > 0) {
            return Optional.of(NotificationReason.FIRED_AND_RESOLVED);
        }
        return isRepeatDue(group, timings, at) ? Optional.of(NotificationReason.REPEAT_INTERVAL) : Optional.empty();
    }

    private static boolean isRepeatDue(GroupTally group, GroupTimings timings, Instant at) {
        Instant last = group.lastNotifiedAt();
        return group.knownFiring() > 0 && last != null && !at.isBefore(last.plus(timings.repeatInterval()));
    }

    /**
     * When the group is to be asked next. Empty when nothing but a new event, or the end of a mute, can give it cause.
     */
    public static Optional<Instant> nextFlush(GroupTally group, GroupTimings timings) {
        return earliest(untoldDue(group, timings), resolvedDue(group, timings), repeatDue(group, timings));
    }

    private static Optional<Instant> untoldDue(GroupTally group, GroupTimings timings) {
        return Optional.ofNullable(group.firstUntoldAt())
                .map(joined -> notBeforeInterval(joined.plus(timings.groupWait()), group, timings));
    }

    private static Optional<Instant> resolvedDue(GroupTally group, GroupTimings timings) {
        Instant resolved = group.firstResolvedAt();
        if (resolved == null) {
            return Optional.empty();
        }
        if (group.isAllResolved()) {
            return Optional.of(resolved.plus(shorter(RESOLVE_DEBOUNCE, timings.groupWait())));
        }
        return Optional.of(notBeforeInterval(resolved.plus(timings.groupWait()), group, timings));
    }

    private static Optional<Instant> repeatDue(GroupTally group, GroupTimings timings) {
        Instant last = group.lastNotifiedAt();
        return group.knownFiring() == 0 || last == null
                ? Optional.empty()
                : Optional.of(last.plus(timings.repeatInterval()));
    }

    private static Instant notBeforeInterval(Instant due, GroupTally group, GroupTimings timings) {
        Instant last = group.lastNotifiedAt();
        if (last == null || !group.hasOpenNotification()) {
            return due;
        }
        Instant allowed = last.plus(timings.groupInterval());
        return due.isBefore(allowed) ? allowed : due;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    @SafeVarargs
    private static Optional<Instant> earliest(Optional<Instant>... times) {
        return Arrays.stream(times).flatMap(Optional::stream).min(Instant::compareTo);
    }
}
