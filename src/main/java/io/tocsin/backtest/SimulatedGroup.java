package io.tocsin.backtest;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.label.Labels;
import io.tocsin.notification.GroupTally;
import io.tocsin.notification.NotificationDecision;
import io.tocsin.notification.NotificationReason;
import io.tocsin.notification.NotificationRoute;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A notification group on its way through the past. */
final class SimulatedGroup {

    private final NotificationRoute route;
    private final boolean sendsResolved;
    private final Map<AlertId, SimulatedMember> members = new LinkedHashMap<>();
    private @Nullable Instant lastNotifiedAt;
    private @Nullable Instant due;

    SimulatedGroup(NotificationRoute route, boolean sendsResolved) {
        this.route = route;
        this.sendsResolved = sendsResolved;
    }

    NotificationRoute route() {
        return route;
    }

    /** When the group is to be asked; null when nothing but an event can give it cause. */
    @Nullable
    Instant due() {
        return due;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    boolean has(AlertId alert) {
        return members.containsKey(alert);
    }

    void join(AlertEvent.Fired fired) {
        members.put(fired.alert().id(), new SimulatedMember(fired.alert(), null, false, false, fired.at()));
        due = next();
    }

    void end(AlertEvent.Resolved resolved) {
        members.computeIfPresent(resolved.alert().id(), (id, member) -> member.ended(resolved));
        due = next();
    }

    void hold(Instant until) {
        due = until;
    }

    /** What the group says now, if anything; it is then as it is after having said it. */
    Optional<SimulatedNotification> flush(Predicate<Labels> isMuted, Instant at) {
        members.replaceAll(
                (id, member) -> member.judged(isMuted.test(member.alert().labels())));
        Optional<NotificationReason> reason = reason(at);
        Optional<SimulatedNotification> notification = reason.map(why -> notification(why, at));
        if (reason.isPresent()) {
            members.values().removeIf(member -> !member.isFiring());
            members.replaceAll((id, member) -> member.afterMessage());
            lastNotifiedAt = at;
        } else {
            members.values().removeIf(member -> member.leavesQuietly(sendsResolved));
        }
        due = after(at);
        return notification;
    }

    private Optional<NotificationReason> reason(Instant at) {
        GroupTally tally = tally();
        boolean isDue = NotificationDecision.nextFlush(tally, route.timings())
                .filter(time -> !time.isAfter(at))
                .isPresent();
        return isDue ? NotificationDecision.decide(tally, route.timings(), sendsResolved, at) : Optional.empty();
    }

    private SimulatedNotification notification(NotificationReason reason, Instant at) {
        List<SimulatedMember> told = members.values().stream()
                .filter(member -> member.isToldBy(sendsResolved))
                .toList();
        long mutedButTold = members.values().stream()
                .filter(member -> member.isFiring() && member.muted() && member.told())
                .count();
        return new SimulatedNotification(route.key(), reason, at, told, (int) mutedButTold);
    }

    /** A group in which something is muted is looked at regularly; no group is asked twice at one time. */
    private @Nullable Instant after(Instant at) {
        Instant next = next();
        boolean hasMuted = members.values().stream().anyMatch(SimulatedMember::muted);
        Instant check = at.plus(route.timings().groupInterval());
        if (hasMuted && (next == null || check.isBefore(next))) {
            next = check;
        }
        return next == null || next.isAfter(at) ? next : at.plusSeconds(1);
    }

    private @Nullable Instant next() {
        return NotificationDecision.nextFlush(tally(), route.timings()).orElse(null);
    }

    private GroupTally tally() {
        return GroupTally.of(
                members.values().stream().map(SimulatedMember::counted).toList(), lastNotifiedAt);
    }
}
