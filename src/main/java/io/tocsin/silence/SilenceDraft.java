package io.tocsin.silence;

import io.tocsin.label.LabelMatcher;
import java.time.Instant;
import java.util.List;

/**
 * A silence as somebody wants it.
 *
 * @param matchers all of them must match
 * @param alertId the episode that is acknowledged, as {@code AlertId.toString()}; empty for an ordinary silence
 */
public record SilenceDraft(
        List<LabelMatcher> matchers, Instant startsAt, Instant endsAt, String author, String comment, String alertId) {

    public SilenceDraft {
        matchers = List.copyOf(matchers);
    }

    /** An ordinary silence. */
    public SilenceDraft(List<LabelMatcher> matchers, Instant startsAt, Instant endsAt, String author, String comment) {
        this(matchers, startsAt, endsAt, author, comment, "");
    }

    /** The same with a start that is not in the past. */
    SilenceDraft startingAtOrAfter(Instant at) {
        return startsAt.isBefore(at) ? new SilenceDraft(matchers, at, endsAt, author, comment, alertId) : this;
    }
}
