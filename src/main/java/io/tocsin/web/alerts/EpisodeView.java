package io.tocsin.web.alerts;

import io.tocsin.web.explain.Explanation;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One episode of one alert on its own page, which stays when it has ended.
 *
 * @param ways what each contact point knows of it
 * @param silences that covered it at any time of its life
 */
public record EpisodeView(
        NamedEpisode episode,
        EpisodeState now,
        EpisodePeriod period,
        EpisodeTexts texts,
        List<AlertRow.Way> ways,
        List<Explanation.ExplainedStep> steps,
        List<EpisodeSilence> silences,
        List<Explanation.Route> routes) {

    /**
     * What names it.
     *
     * @param id as {@code AlertId.toString()}
     * @param key the short form of the id, in the address
     * @param rulePath empty when the rule is not in force any more
     */
    public record NamedEpisode(
            String id, String key, String name, SortedMap<String, String> labels, String rulePath, String ruleId) {}

    /**
     * How it stands, or ended.
     *
     * @param state the instance's state, or {@code RESOLVED}
     * @param standing how it stands while it fires; null when it has ended
     * @param value the newest at which it was active
     * @param valueAfter what there was after its end; empty when it fires, or nothing was seen
     */
    public record EpisodeState(String state, @Nullable AlertStanding standing, String value, String valueAfter) {}

    /**
     * When it fired.
     *
     * @param resolvedAt null while it fires
     * @param lasted for how long it has fired, or fired
     * @param reason why it ended, which ends a message's key {@code reason.…}; empty while it fires
     */
    public record EpisodePeriod(Instant firedAt, @Nullable Instant resolvedAt, String lasted, String reason) {}

    /**
     * What people read, and where they go from here.
     *
     * @param filter its labels as one filter
     * @param logQuery finds its log lines; empty when there are none
     */
    public record EpisodeTexts(
            String summary,
            String description,
            String runbook,
            List<String> matchers,
            String filter,
            String logQuery,
            String dataSource) {}

    /** A silence or an acknowledgement. */
    public record EpisodeSilence(
            String id, String author, String comment, boolean isAcknowledgement, Instant startsAt, Instant endsAt) {}

    public boolean isFiring() {
        return period.resolvedAt() == null;
    }

    /** Whether every message that should have told of it has failed. */
    public boolean isToldToNobody() {
        return AlertRow.isToldToNobody(ways);
    }
}
