package io.tocsin.silence;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import java.time.Instant;
import java.util.List;

/**
 * Keeps alerts from being told for a time. They stay alerts, and are told when the silence ends while they still fire.
 *
 * @param matchers all of them must match
 * @param alertId the only episode it is for, as {@code AlertId.toString()}; empty unless it is an acknowledgement
 * @param revision when it was written, and how often
 */
public record Silence(
        SilenceId id,
        List<LabelMatcher> matchers,
        Instant startsAt,
        Instant endsAt,
        String author,
        String comment,
        String alertId,
        Revision revision) {

    public Silence {
        matchers = List.copyOf(matchers);
    }

    /**
     * Which writing of a silence this is.
     *
     * @param number grows with every change; who changes a silence says which one he has seen
     */
    public record Revision(Instant createdAt, Instant updatedAt, long number) {

        static Revision first(Instant at) {
            return new Revision(at, at, 0);
        }

        Revision next(Instant at) {
            return new Revision(createdAt, at, number + 1);
        }
    }

    /** A new silence; it starts now at the earliest. */
    public static Silence create(SilenceId id, SilenceDraft draft, Instant at) {
        SilenceDraft from = draft.startingAtOrAfter(at);
        return new Silence(
                id,
                from.matchers(),
                from.startsAt(),
                from.endsAt(),
                from.author(),
                from.comment(),
                from.alertId(),
                Revision.first(at));
    }

    public SilenceState state(Instant at) {
        if (at.isBefore(startsAt)) {
            return SilenceState.PENDING;
        }
        return at.isBefore(endsAt) ? SilenceState.ACTIVE : SilenceState.EXPIRED;
    }

    /** Whether it is for one alert only and ends with it. */
    public boolean isAcknowledgement() {
        return !alertId.isEmpty();
    }

    /** Whether it mutes this alert at this time. */
    public boolean mutes(String alert, Labels labels, Instant at) {
        return state(at) == SilenceState.ACTIVE && covers(alert, labels);
    }

    /** Whether it is for this alert, whatever the time. */
    public boolean covers(String alert, Labels labels) {
        return isAcknowledgement()
                ? alertId.equals(alert)
                : matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /**
     * Whether an edit may keep the id: what has been muted so far must not change in hindsight, as in Alertmanager.
     * Otherwise the edit ends this silence and begins another.
     */
    public boolean canBecome(SilenceDraft draft, Instant at) {
        if (!matchers.equals(draft.matchers()) || !alertId.equals(draft.alertId())) {
            return false;
        }
        return switch (state(at)) {
            case PENDING -> !draft.startsAt().isBefore(at);
            case ACTIVE ->
                draft.startsAt().equals(startsAt) || !draft.startsAt().isAfter(at);
            case EXPIRED -> false;
        };
    }

    /** The silence after an edit that {@link #canBecome} allows; an active one keeps its start. */
    public Silence edited(SilenceDraft draft, Instant at) {
        Instant start = state(at) == SilenceState.ACTIVE ? startsAt : draft.startsAt();
        return new Silence(
                id, matchers, start, draft.endsAt(), draft.author(), draft.comment(), alertId, revision.next(at));
    }

    /** The silence after it was ended; one that has not begun never will. */
    public Silence expired(Instant at) {
        Instant start = state(at) == SilenceState.PENDING ? at : startsAt;
        return new Silence(id, matchers, start, at, author, comment, alertId, revision.next(at));
    }
}
