package io.tocsin.evaluation.query;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From what a data source said to a rule's answer, and what a failed answer says of the data source. */
public final class RuleAnswers {

    private RuleAnswers() {}

    static RuleAnswer of(QueryResult<List<Sample>> result, Duration duration) {
        if (result instanceof QueryResult.Success<List<Sample>> success) {
            return new RuleAnswer(
                    new Answer.Samples(success.value()),
                    duration,
                    success.statistics().bytesProcessed());
        }
        if (result instanceof QueryResult.Failure<List<Sample>> failure) {
            return failed(failure.reason(), failure.message(), duration);
        }
        throw new IllegalStateException("unknown result " + result);
    }

    static RuleAnswer failed(QueryFailure reason, String message, Duration duration) {
        return new RuleAnswer(new Answer.Failed(reason.word(), message), duration, 0);
    }

    static RuleAnswer unknownDataSource(String name) {
        String message = "data source \"" + name + "\" is not configured; see config/datasources.yml";
        return new RuleAnswer(new Answer.Failed("unknown_data_source", message), Duration.ZERO, 0);
    }

    /** Why it is none; empty when it is one, or when nobody could be asked. */
    public static Optional<QueryFailure> failure(RuleAnswer answer) {
        return answer.answer() instanceof Answer.Failed failed ? QueryFailure.of(failed.reason()) : Optional.empty();
    }

    /** Whether the data source as a whole is in trouble. */
    public static boolean isDataSourceTrouble(RuleAnswer answer) {
        return failure(answer).filter(QueryFailure::concernsDataSource).isPresent();
    }

    /** Whether the same question may be answered later. */
    public static boolean isWorthRepeating(RuleAnswer answer) {
        return failure(answer).filter(QueryFailure::isWorthRepeating).isPresent();
    }

    /** Whether the data source said anything, were it that this query is wrong. */
    public static boolean hasReachedDataSource(RuleAnswer answer) {
        return answer.answer() instanceof Answer.Samples
                || failure(answer).filter(reason -> !reason.isWorthRepeating()).isPresent();
    }
}
