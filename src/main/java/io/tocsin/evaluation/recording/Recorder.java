package io.tocsin.evaluation.recording;

import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.label.Sample;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the recording rules of a group at a slot, after its alerts, which never wait for them and never fail with them.
 * Slots that were missed are not recorded afterwards, as in Prometheus.
 */
final class Recorder {

    private static final Logger log = LoggerFactory.getLogger(Recorder.class);

    /** What one row of the database holds. */
    private static final int MAX_TEXT = 1_000_000;

    private final RuleQueries queries;
    private final RecordedSeries recorded;
    private final RemoteWriter writer;

    Recorder(RuleQueries queries, RecordedSeries recorded, RemoteWriter writer) {
        this.queries = queries;
        this.recorded = recorded;
        this.writer = writer;
    }

    /** Blocks; never throws because of a rule or of the database. */
    void record(RuleGroup group, Instant slot, Instant askedAt) {
        if (group.recordings().isEmpty()) {
            return;
        }
        try {
            Map<RecordingRule, RuleAnswer> answers = queries.askRecordings(group, askedAt);
            group.recordings().forEach(rule -> keep(rule, answers.getOrDefault(rule, RuleAnswer.NONE), slot));
        } catch (RuntimeException e) {
            log.warn("recording rules were not evaluated group={} slot={}", group.key(), slot, e);
        }
    }

    private void keep(RecordingRule rule, RuleAnswer answer, Instant slot) {
        double seconds = answer.duration().toMillis() / 1000.0;
        if (answer.answer() instanceof Answer.Failed failed) {
            recorded.fail(rule.id(), failed.reason() + ": " + failed.message(), seconds);
            return;
        }
        List<Sample> samples = answer.answer() instanceof Answer.Samples found ? found.series() : List.of();
        try {
            List<Sample> series = SeriesText.series(rule, samples);
            String text = SeriesText.print(series);
            if (text.length() > MAX_TEXT) {
                throw new IllegalArgumentException(series.size() + " series are too many to be kept");
            }
            recorded.save(new Recorded(rule.id(), slot, series.size(), text, "", seconds));
            writer.offer(series, slot);
        } catch (IllegalArgumentException e) {
            recorded.fail(rule.id(), String.valueOf(e.getMessage()), seconds);
        }
    }
}
