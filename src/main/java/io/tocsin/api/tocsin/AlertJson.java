package io.tocsin.api.tocsin;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.AlertKey;
import io.tocsin.alert.store.AlertEpisodes.StoredEpisode;
import io.tocsin.evidence.Evidence;
import io.tocsin.web.alerts.AlertRow;
import io.tocsin.web.alerts.EpisodeView;
import io.tocsin.web.deliveries.MessageFate;
import io.tocsin.web.explain.Explanation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is answered of alerts. */
final class AlertJson {

    private AlertJson() {}

    /**
     * An active alert.
     *
     * @param key of the episode: of {@code /alerts/{key}}; empty until it fires
     * @param standing {@code active}, {@code pending}, {@code silenced}, {@code acknowledged} or {@code inhibited}
     * @param since since when it fires, or is active while it does not
     */
    record AlertInList(
            String key,
            String ruleId,
            String state,
            String standing,
            Instant since,
            Observed observed,
            List<SilencedAnswer> silencedBy,
            List<ToldAnswer> told) {

        static AlertInList of(AlertInstance instance, AlertRow row) {
            return new AlertInList(
                    row.key().episode().isEmpty() ? "" : AlertKey.of(row.key().episode()),
                    row.key().ruleId(),
                    RuleJson.lower(row.now().state().name()),
                    row.now().standing().word(),
                    row.now().since(),
                    new Observed(instance.labels().asMap(), instance.value(), instance.annotations()),
                    row.silencedBy().stream()
                            .map(one ->
                                    new SilencedAnswer(one.id(), one.author(), one.isAcknowledgement(), one.endsAt()))
                            .toList(),
                    row.ways().stream().map(ToldAnswer::of).toList());
        }
    }

    /** What the newest evaluation saw. */
    record Observed(Map<String, String> labels, double value, Map<String, String> annotations) {}

    record SilencedAnswer(String id, String author, boolean acknowledgement, Instant endsAt) {}

    /**
     * What one contact point knows of an alert.
     *
     * @param message what became of the newest message that told of it; null when there is none yet
     * @param nextDecision when its group is asked next; null when nothing is due
     */
    record ToldAnswer(
            String contactPoint,
            String mutedBy,
            @Nullable Instant nextDecision,
            @Nullable MessageAnswer message) {

        static ToldAnswer of(AlertRow.Way way) {
            return new ToldAnswer(way.receiver(), way.mutedBy(), way.nextDecision(), MessageAnswer.of(way.fate()));
        }
    }

    /** @param outcome {@code delivered}, {@code waiting}, {@code retrying} or {@code failed} */
    record MessageAnswer(
            long delivery,
            String contactPoint,
            String outcome,
            @Nullable Instant at,
            @Nullable Instant dueAt,
            String failure,
            String link) {

        static @Nullable MessageAnswer of(@Nullable MessageFate fate) {
            return fate == null
                    ? null
                    : new MessageAnswer(
                            fate.delivery(),
                            fate.contactPoint(),
                            RuleJson.lower(fate.outcome().name()),
                            fate.at(),
                            fate.dueAt(),
                            fate.failure(),
                            fate.link());
        }
    }

    /** An alert that has ended. */
    record EndedAnswer(
            String key,
            Map<String, String> labels,
            Instant firedAt,
            @Nullable Instant resolvedAt,
            String reason) {

        static EndedAnswer of(StoredEpisode episode) {
            var end = episode.resolved();
            return new EndedAnswer(
                    episode.key(),
                    episode.alert().labels().asMap(),
                    episode.alert().firedAt(),
                    end == null ? null : end.at(),
                    end == null ? "" : RuleJson.lower(end.reason().name()));
        }
    }

    /**
     * One alert from firing to its end, with its whole way.
     *
     * @param state of the instance, or {@code resolved}
     * @param logQuery finds its lines; empty when there are none
     */
    record EpisodeAnswer(
            EndedAnswer alert,
            String state,
            String ruleId,
            Texts texts,
            List<ToldAnswer> told,
            List<StepAnswer> steps,
            List<SilencedAnswer> silences) {

        static EpisodeAnswer of(StoredEpisode episode, EpisodeView view) {
            return new EpisodeAnswer(
                    EndedAnswer.of(episode),
                    RuleJson.lower(view.now().state()),
                    view.episode().ruleId(),
                    new Texts(
                            view.texts().summary(),
                            view.texts().description(),
                            view.texts().runbook(),
                            view.texts().logQuery(),
                            view.texts().dataSource()),
                    view.ways().stream().map(ToldAnswer::of).toList(),
                    view.steps().stream().map(StepAnswer::of).toList(),
                    view.silences().stream()
                            .map(one ->
                                    new SilencedAnswer(one.id(), one.author(), one.isAcknowledgement(), one.endsAt()))
                            .toList());
        }
    }

    record Texts(String summary, String description, String runbook, String logQuery, String dataSource) {}

    /** @param message what became of the message that told it; null when none did */
    record StepAnswer(
            Instant at,
            String step,
            String contactPoint,
            String detail,
            @Nullable MessageAnswer message) {

        static StepAnswer of(Explanation.ExplainedStep step) {
            return new StepAnswer(
                    step.at(),
                    RuleJson.lower(step.step()),
                    step.receiver(),
                    step.detail(),
                    MessageAnswer.of(step.message()));
        }
    }

    /** @param total how many lines there are in all; -1 when nobody knows */
    record LinesAnswer(List<LineAnswer> lines, long total, String problem) {

        static LinesAnswer of(Evidence evidence) {
            return new LinesAnswer(
                    evidence.lines().stream()
                            .map(line -> new LineAnswer(
                                    line.at(),
                                    line.text(),
                                    line.count(),
                                    RuleJson.lower(line.place().name())))
                            .toList(),
                    evidence.total(),
                    evidence.problem());
        }
    }

    /** @param place {@code match}, or {@code around} for a line that stands beside one */
    record LineAnswer(Instant at, String text, int count, String place) {}
}
