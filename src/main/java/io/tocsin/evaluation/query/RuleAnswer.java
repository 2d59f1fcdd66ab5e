package io.tocsin.evaluation.query;

import io.tocsin.datasource.FailureReason;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Sample;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.SeriesValue;
import io.tocsin.evaluation.state.Sighting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A data source's answer to one rule, with what it cost.
 *
 * @param failure null when it answered, or when nobody could be asked
 * @param sightings for a rule that watches for absence: what the questions of a live slot found
 */
public record RuleAnswer(
        Answer answer,
        Duration duration,
        long bytesRead,
        @Nullable FailureReason failure,
        List<Sighting> sightings) {

    private static final Set<String> REPEATED = Arrays.stream(FailureReason.values())
            .filter(RuleAnswer::isWorthRepeating)
            .map(RuleAnswer::word)
            .collect(Collectors.toUnmodifiableSet());

    public RuleAnswer {
        sightings = List.copyOf(sightings);
    }

    public RuleAnswer(Answer answer, Duration duration, long bytesRead, @Nullable FailureReason failure) {
        this(answer, duration, bytesRead, failure, List.of());
    }

    /** The same answer with what this one cost, and what was found by all questions. */
    public RuleAnswer with(RuleAnswer further, List<Sighting> found) {
        return new RuleAnswer(
                answer, duration.plus(further.duration()), bytesRead + further.bytesRead(), failure, found);
    }

    static RuleAnswer of(QueryResult<List<Sample>> result, Duration duration) {
        if (result instanceof QueryResult.Success<List<Sample>> success) {
            List<SeriesValue> series = success.value().stream()
                    .map(sample -> new SeriesValue(sample.labels(), sample.value()))
                    .toList();
            return new RuleAnswer(
                    new Answer.Samples(series), duration, success.statistics().bytesProcessed(), null);
        }
        if (result instanceof QueryResult.Failure<List<Sample>> failure) {
            return failed(failure.reason(), failure.message(), duration);
        }
        throw new IllegalStateException("unknown result " + result);
    }

    static RuleAnswer failed(FailureReason reason, String message, Duration duration) {
        Answer answer = new Answer.Failed(word(reason), message);
        return new RuleAnswer(answer, duration, 0, reason);
    }

    static RuleAnswer unknownDataSource(String name) {
        String message = "data source \"" + name + "\" is not configured; see config/datasources.yml";
        return new RuleAnswer(new Answer.Failed("unknown_data_source", message), Duration.ZERO, 0, null);
    }

    public static RuleAnswer paused() {
        return new RuleAnswer(new Answer.Samples(List.of()), Duration.ZERO, 0, null);
    }

    /** The reason as metrics and the database name it. */
    public static String word(FailureReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isWorthRepeating(FailureReason reason) {
        return reason.concernsDataSource() || reason == FailureReason.BULKHEAD_FULL;
    }

    public boolean isDataSourceTrouble() {
        return failure != null && failure.concernsDataSource();
    }

    /** Whether the same question may be answered later: the data source, not the question, was the reason. */
    public boolean isWorthRepeating() {
        return failure != null && isWorthRepeating(failure);
    }

    /** The same of an answer that only its reason is known of. */
    public static boolean isWorthRepeating(String reason) {
        return REPEATED.contains(reason);
    }

    /** Whether the data source said anything, were it that this query is wrong. */
    public boolean hasReachedDataSource() {
        return failure == null
                ? answer instanceof Answer.Samples
                : !failure.concernsDataSource() && failure != FailureReason.BULKHEAD_FULL;
    }
}
