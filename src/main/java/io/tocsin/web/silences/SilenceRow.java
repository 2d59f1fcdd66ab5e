package io.tocsin.web.silences;

import io.tocsin.dispatch.silencing.Silencing.SilenceView;
import io.tocsin.label.LabelMatcher;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceState;
import io.tocsin.text.PlainDurations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One silence as the pages show it.
 */
record SilenceRow(
        String id,
        SilenceState state,
        List<String> matchers,
        String author,
        String comment,
        boolean isAcknowledgement,
        SilencePeriod period,
        SilenceEffect effect) {

    /**
     * When it silences.
     *
     * @param remaining until its end, or until its start while it is pending; empty when it has expired
     */
    record SilencePeriod(Instant startsAt, Instant endsAt, String remaining, boolean isEndingSoon) {}

    /**
     * What it silences.
     *
     * @param affected how many alerts that fire now it covers
     * @param suppressed how many alerts it has kept from people so far
     */
    record SilenceEffect(int affected, int suppressed) {}

    private static final Duration SOON = Duration.ofMinutes(15);

    static SilenceRow of(SilenceView view, int affected, Instant at) {
        Silence silence = view.silence();
        return new SilenceRow(
                silence.id().value(),
                view.state(),
                silence.matchers().stream().map(LabelMatcher::toString).toList(),
                silence.author(),
                silence.comment(),
                silence.isAcknowledgement(),
                period(silence, view.state(), at),
                new SilenceEffect(view.state() == SilenceState.EXPIRED ? 0 : affected, view.suppressed()));
    }

    private static SilencePeriod period(Silence silence, SilenceState state, Instant at) {
        Instant next = state == SilenceState.PENDING ? silence.startsAt() : silence.endsAt();
        Duration left = Duration.between(at, next);
        return new SilencePeriod(
                silence.startsAt(),
                silence.endsAt(),
                state == SilenceState.EXPIRED ? "" : PlainDurations.roughly(left),
                state == SilenceState.ACTIVE && left.compareTo(SOON) < 0);
    }
}
