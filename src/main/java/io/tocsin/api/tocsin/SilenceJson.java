package io.tocsin.api.tocsin;

import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked and answered of silences. */
final class SilenceJson {

    private SilenceJson() {}

    /**
     * A silence that is to be.
     *
     * @param matchers each as in <code>host="h1"</code>
     * @param startsAt absent: now
     * @param duration as in {@code 2h}; in place of {@code endsAt}
     */
    record SilenceWish(
            @Nullable List<String> matchers,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String duration,
            @Nullable String comment) {}

    /** @param past whether what it would have done in the past seven days is wanted too, which takes longer */
    record PreviewBody(
            @Nullable List<String> matchers, @Nullable Boolean past) {}

    /** @param state {@code pending}, {@code active} or {@code expired} */
    record SilenceShown(
            String id,
            String state,
            List<String> matchers,
            Instant startsAt,
            Instant endsAt,
            String author,
            String comment,
            boolean acknowledgement) {

        static SilenceShown of(Silence silence, Instant at) {
            return new SilenceShown(
                    silence.id().value(),
                    RuleJson.lower(silence.state(at).name()),
                    silence.matchers().stream().map(LabelMatcher::toString).toList(),
                    silence.startsAt(),
                    silence.endsAt(),
                    silence.author(),
                    silence.comment(),
                    silence.isAcknowledgement());
        }
    }

    /**
     * A silence in a list.
     *
     * @param affected how many alerts that fire now it covers
     * @param suppressed how many alerts it has kept from people so far
     */
    record SilenceRowAnswer(SilenceShown silence, int affected, int suppressed) {}

    /** One silence with every version of it, oldest first. */
    record SilenceWhole(SilenceShown silence, int affected, int suppressed, List<ChangeAnswer> history) {}

    record ChangeAnswer(String kind, Instant at, String author, SilenceShown after) {

        static ChangeAnswer of(SilenceChange change) {
            return new ChangeAnswer(
                    RuleJson.lower(change.kind().name()),
                    change.at(),
                    change.author(),
                    SilenceShown.of(change.after(), change.at()));
        }
    }

    /**
     * What a silence would mute.
     *
     * @param alerts the label sets of what fires now; the first of them
     * @param past null unless it was asked for
     */
    record PreviewAnswer(
            int count,
            List<Map<String, String>> alerts,
            @Nullable PastAnswer past) {}

    record PastAnswer(
            Instant since,
            int alerts,
            Map<String, Integer> alertsByName,
            int notifications,
            int shortenedNotifications) {

        static PastAnswer of(Silencing.PastEffect effect) {
            return new PastAnswer(
                    effect.since(),
                    effect.alerts(),
                    effect.alertsByName(),
                    effect.notifications(),
                    effect.shortenedNotifications());
        }
    }
}
