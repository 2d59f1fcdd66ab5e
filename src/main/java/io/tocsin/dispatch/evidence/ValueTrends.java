package io.tocsin.dispatch.evidence;

import io.tocsin.alert.Alert;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.evidence.Trend;
import io.tocsin.rule.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The course of a rule's value, from the evaluations that are stored: it costs the data source nothing. Blocks. */
@Component
public class ValueTrends {

    private static final Logger log = LoggerFactory.getLogger(ValueTrends.class);
    private static final int EVALUATIONS = 40;

    private final EvaluationHistory history;
    private final EvidenceOptions options;

    ValueTrends(EvaluationHistory history, EvidenceOptions options) {
        this.history = history;
        this.options = options;
    }

    /** The course up to the alert's slot; {@link Trend#NONE} when it is not known. Never fails. */
    public Trend of(Alert alert) {
        if (!options.trend()) {
            return Trend.NONE;
        }
        try {
            return trend(
                    history.findEvaluationsUntil(alert.rule().key(), alert.slot(), EVALUATIONS),
                    threshold(alert.rule().condition()));
        } catch (RuntimeException e) {
            // A picture is not worth an alert.
            log.warn(
                    "The course of a value could not be read. rule={}",
                    alert.rule().key(),
                    e);
            return Trend.NONE;
        }
    }

    private static Trend trend(List<EvaluationRecord> newestFirst, @Nullable Double threshold) {
        if (newestFirst.isEmpty()) {
            return Trend.NONE;
        }
        List<EvaluationRecord> evaluations = new ArrayList<>(newestFirst);
        Collections.reverse(evaluations);
        List<Double> values = evaluations.stream()
                .map(evaluation ->
                        evaluation.highestValue() == null ? Double.valueOf(Double.NaN) : evaluation.highestValue())
                .toList();
        int series = evaluations.stream()
                .mapToInt(evaluation -> evaluation.result().series())
                .max()
                .orElse(0);
        return new Trend(
                values,
                evaluations.get(0).result().slot(),
                evaluations.get(evaluations.size() - 1).result().slot(),
                series,
                threshold);
    }

    private static @Nullable Double threshold(String condition) {
        if (condition.isBlank()) {
            return null;
        }
        return Condition.parse(condition) instanceof Condition.Threshold threshold ? threshold.threshold() : null;
    }
}
