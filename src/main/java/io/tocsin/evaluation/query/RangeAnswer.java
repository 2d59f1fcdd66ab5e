package io.tocsin.evaluation.query;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A data source's answer to one rule over several slots.
 *
 * @param whole what holds for all slots: the failure, or the empty answer of a paused rule; null when it answered
 * @param byTime the series at each point in time, by milliseconds
 */
public record RangeAnswer(
        @Nullable RuleAnswer whole, Map<Long, List<Sample>> byTime, Duration duration, long bytesRead) {

    static RangeAnswer of(QueryResult<List<Series>> result, Duration duration) {
        if (result instanceof QueryResult.Success<List<Series>> success) {
            Map<Long, List<Sample>> byTime = new HashMap<>();
            for (Series series : success.value()) {
                for (Series.Point point : series.points()) {
                    byTime.computeIfAbsent(point.at().toEpochMilli(), key -> new ArrayList<>())
                            .add(new Sample(series.labels(), point.value()));
                }
            }
            return new RangeAnswer(null, byTime, duration, success.statistics().bytesProcessed());
        }
        if (result instanceof QueryResult.Failure<List<Series>> failure) {
            return ofAll(RuleAnswers.failed(failure.reason(), failure.message(), duration));
        }
        throw new IllegalStateException("unknown result " + result);
    }

    /** The same at all slots: a failure, or that nobody was asked. */
    static RangeAnswer ofAll(RuleAnswer answer) {
        return new RangeAnswer(answer, Map.of(), answer.duration(), 0);
    }

    /** The answer to one of several rules that asked the same: the cost is divided between them. */
    RangeAnswer among(int rules) {
        return rules == 1 ? this : new RangeAnswer(whole, byTime, duration, bytesRead / rules);
    }

    /** The series at one moment. */
    List<Sample> samples(Instant time) {
        return byTime.getOrDefault(time.toEpochMilli(), List.of());
    }

    /** What the data source would have said at one moment; its cost is counted with the first of them. */
    public RuleAnswer at(Instant time, boolean isFirst) {
        if (whole != null) {
            return whole;
        }
        Answer answer = new Answer.Samples(samples(time));
        return new RuleAnswer(answer, duration, isFirst ? bytesRead : 0);
    }

    /** Why there is no answer at any of the slots; empty when there is one, or when nobody could be asked. */
    public Optional<QueryFailure> failure() {
        return Optional.ofNullable(whole).flatMap(RuleAnswers::failure);
    }
}
