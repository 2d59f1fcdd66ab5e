package io.tocsin.notification;

import io.tocsin.notification.GroupMember.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a notification group that its decisions depend on: whether it has something to say, why, and when it is
 * to be asked next. Members are counted, not kept, so that a group may have any number of them. Dispatch and backtests
 * decide with it.
 */
public final class GroupState {

    /** How long the end of the last alert waits for company, at most. */
    public static final Duration RESOLVE_DEBOUNCE = Duration.ofSeconds(5);

    private final GroupTimings timings;
    private final @Nullable Instant lastNotifiedAt;
    private final Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
    private int late;
    private @Nullable Instant firstUntoldAt;
    private @Nullable Instant firstEndedAt;

    /** @param lastNotifiedAt null before the first notification */
    public GroupState(GroupTimings timings, @Nullable Instant lastNotifiedAt) {
        this.timings = timings;
        this.lastNotifiedAt = lastNotifiedAt;
    }

    public static GroupState of(
            Collection<GroupMember> members, GroupTimings timings, @Nullable Instant lastNotifiedAt) {
        GroupState state = new GroupState(timings, lastNotifiedAt);
        members.forEach(state::add);
        return state;
    }

    /**
     * What a group does when it is asked.
     *
     * @param reason why it speaks; empty when it has nothing to say, or what it has can wait
     * @param firing how many alerts fire as far as people then know, those included that were silenced after they were told
     * @param resolved how many ends a notification tells
     * @param muted how many alerts fire and are muted
     * @param isOver whether no member is left then
     * @param next when to ask it again; null when only a new event can give it cause
     */
    public record Decision(
            Optional<NotificationReason> reason,
            int firing,
            int resolved,
            int muted,
            boolean isOver,
            @Nullable Instant next) {}

    public void add(GroupMember member) {
        add(member.standing(), member.late(), 1, member.joinedAt(), member.changedAt());
    }

    /** Adds members that are alike; the times are those of the first of them. */
    public void add(Standing standing, boolean isLate, int members, Instant joinedAt, Instant changedAt) {
        counts.merge(standing, members, Integer::sum);
        switch (standing) {
            case NEW, ENDED_UNTOLD -> firstUntoldAt = earlier(firstUntoldAt, joinedAt);
            case ENDED -> firstEndedAt = earlier(firstEndedAt, changedAt);
            case NEW_MUTED, KNOWN, KNOWN_MUTED, ENDED_UNSEEN -> {
                return;
            }
        }
        late += isLate ? members : 0;
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    private int count(Standing... standings) {
        int members = 0;
        for (Standing standing : standings) {
            members += counts.getOrDefault(standing, 0);
        }
        return members;
    }

    /** How people and its members stand to each other. */
    public Set<Standing> standings() {
        Set<Standing> standings = EnumSet.noneOf(Standing.class);
        counts.forEach((standing, members) -> {
            if (members > 0) {
                standings.add(standing);
            }
        });
        return standings;
    }

    /** Whether it has no member at all. */
    public boolean isEmpty() {
        return standings().isEmpty();
    }

    /**
     * Asks the group. It speaks only when it is due: a group is also asked when a silence begins or ends.
     *
     * @param sendsResolved false: the contact point wants no message for ends; an alert that fired and resolved before
     *     anybody was told is told nevertheless
     */
    public Decision flush(boolean sendsResolved, Instant at) {
        boolean isDue = nextFlush().filter(due -> !due.isAfter(at)).isPresent();
        Optional<NotificationReason> reason = isDue ? reason(sendsResolved, at) : Optional.empty();
        GroupState after = reason.isPresent() ? told(at) : quiet(sendsResolved);
        return new Decision(
                reason,
                count(Standing.NEW, Standing.KNOWN, Standing.KNOWN_MUTED),
                count(Standing.ENDED_UNTOLD) + (sendsResolved ? count(Standing.ENDED) : 0),
                count(Standing.NEW_MUTED, Standing.KNOWN_MUTED),
                after.isEmpty(),
                after.nextLookAfter(at));
    }

    /** After a notification people know all that fires unmuted, and whatever has ended is gone. */
    private GroupState told(Instant at) {
        GroupState after = new GroupState(timings, at);
        after.counts.put(Standing.KNOWN, count(Standing.NEW, Standing.KNOWN));
        after.counts.put(Standing.KNOWN_MUTED, count(Standing.KNOWN_MUTED));
        after.counts.put(Standing.NEW_MUTED, count(Standing.NEW_MUTED));
        return after;
    }

    private GroupState quiet(boolean sendsResolved) {
        GroupState after = new GroupState(timings, lastNotifiedAt);
        after.counts.putAll(counts);
        after.counts.keySet().removeIf(standing -> standing.leavesUntold(sendsResolved));
        after.firstUntoldAt = firstUntoldAt;
        after.firstEndedAt = sendsResolved ? firstEndedAt : null;
        return after;
    }

    /**
     * Why the group would be told now; empty when there is no cause. Alerts that are muted are no cause, except that the
     * end of an alert that was told is always told.
     */
    Optional<NotificationReason> reason(boolean sendsResolved, Instant at) {
        int ended = sendsResolved ? count(Standing.ENDED) : 0;
        boolean hasNews = count(Standing.NEW, Standing.ENDED_UNTOLD) + ended > 0;
        if (hasNews && late > 0) {
            return Optional.of(NotificationReason.LATE_SUMMARY);
        }
        if (count(Standing.NEW) > 0) {
            return Optional.of(
                    hasOpenNotification() ? NotificationReason.NEW_ALERTS : NotificationReason.FIRST_NOTIFICATION);
        }
        if (ended > 0) {
            return Optional.of(isAllResolved() ? NotificationReason.ALL_RESOLVED : NotificationReason.SOME_RESOLVED);
        }
        if (count(Standing.ENDED_UNTOLD) > 0) {
            return Optional.of(NotificationReason.FIRED_AND_RESOLVED);
        }
        boolean isRepeatDue = repeatDue().filter(due -> !at.isBefore(due)).isPresent();
        return isRepeatDue ? Optional.of(NotificationReason.REPEAT_INTERVAL) : Optional.empty();
    }

    /** Whether anybody still believes that something of this group fires, because a notification said so. */
    private boolean hasOpenNotification() {
        return count(Standing.KNOWN, Standing.KNOWN_MUTED, Standing.ENDED) > 0;
    }

    private boolean isAllResolved() {
        return standings().stream().noneMatch(Standing::isFiring);
    }

    /**
     * When the group is to be asked next; null when only a new event can give it cause. One in which something is muted is
     * looked at regularly, because a mute can end.
     */
    public @Nullable Instant nextLook(Instant at) {
        Instant next = nextFlush().orElse(null);
        if (count(Standing.NEW_MUTED, Standing.KNOWN_MUTED, Standing.ENDED_UNSEEN) == 0) {
            return next;
        }
        Instant check = at.plus(timings.groupInterval());
        return next == null || check.isBefore(next) ? check : next;
    }

    /** The same for a group that was asked just now: none is asked twice at one time. */
    private @Nullable Instant nextLookAfter(Instant at) {
        Instant next = nextLook(at);
        return next == null || next.isAfter(at) ? next : at.plusSeconds(1);
    }

    /** When the group may have something to say. Empty when nothing but a new event, or the end of a mute, can give it cause. */
    Optional<Instant> nextFlush() {
        return Arrays.asList(untoldDue(), resolvedDue(), repeatDue()).stream()
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private Optional<Instant> untoldDue() {
        return Optional.ofNullable(firstUntoldAt).map(joined -> notBeforeInterval(joined.plus(timings.groupWait())));
    }

    private Optional<Instant> resolvedDue() {
        Instant ended = firstEndedAt;
        if (ended == null) {
            return Optional.empty();
        }
        return Optional.of(
                isAllResolved()
                        ? ended.plus(shorter(RESOLVE_DEBOUNCE, timings.groupWait()))
                        : notBeforeInterval(ended.plus(timings.groupWait())));
    }

    private Optional<Instant> repeatDue() {
        Instant last = lastNotifiedAt;
        return last == null || count(Standing.KNOWN) == 0
                ? Optional.empty()
                : Optional.of(last.plus(timings.repeatInterval()));
    }

    private Instant notBeforeInterval(Instant due) {
        Instant last = lastNotifiedAt;
        if (last == null || !hasOpenNotification()) {
            return due;
        }
        Instant allowed = last.plus(timings.groupInterval());
        return due.isBefore(allowed) ? allowed : due;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
