package io.tocsin.evaluation.replay;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.query.RangeAnswer;
import io.tocsin.evaluation.query.RuleAnswers;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the data source says to one rule over many points of the past. What is too much for one query is asked in
 * halves, down to a single point, which is then the question that live evaluation asks.
 */
final class HistoricalAnswers {

    private final RuleQueries queries;
    private final RuleGroup group;
    private final AlertRule rule;
    private final NavigableMap<Instant, RangeAnswer> byStart = new TreeMap<>();

    private HistoricalAnswers(RuleQueries queries, RuleGroup group, AlertRule rule) {
        this.queries = queries;
        this.group = group;
        this.rule = rule;
    }

    /**
     * Asks; blocks.
     *
     * @throws ReplayFailedException if the data source is in trouble: that is no answer of the past
     */
    static HistoricalAnswers ask(RuleQueries queries, RuleGroup group, AlertRule rule, Instant first, Instant last) {
        HistoricalAnswers answers = new HistoricalAnswers(queries, group, rule);
        answers.ask(first, last);
        return answers;
    }

    private void ask(Instant first, Instant last) {
        RangeAnswer answer = queries.askRange(group, rule, first, last);
        RuleAnswer failed = answer.whole();
        if (failed == null) {
            byStart.put(first, answer);
            return;
        }
        QueryFailure reason = RuleAnswers.failure(failed).orElse(null);
        long points = Duration.between(first, last).dividedBy(group.interval()) + 1;
        if (points > 1 && isTooMuch(reason)) {
            Instant lastOfFirstHalf = first.plus(group.interval().multipliedBy(points / 2 - 1));
            ask(first, lastOfFirstHalf);
            ask(lastOfFirstHalf.plus(group.interval()), last);
        } else if (reason == null || reason.isWorthRepeating()) {
            throw new ReplayFailedException("rule \"" + rule.name() + "\" of group " + group.key()
                    + " could not be asked from " + first + " to " + last + ": " + message(failed));
        } else {
            byStart.put(first, answer);
        }
    }

    private static boolean isTooMuch(@Nullable QueryFailure reason) {
        return reason == QueryFailure.TIMEOUT
                || reason == QueryFailure.QUERY_TOO_LARGE
                || reason == QueryFailure.SERIES_LIMIT
                || reason == QueryFailure.BULKHEAD_FULL
                || reason == QueryFailure.INVALID_ANSWER;
    }

    private static String message(RuleAnswer failed) {
        return failed.answer() instanceof Answer.Failed answer ? answer.message() : "no answer";
    }

    /** What the data source would have said at one of the points. */
    RuleAnswer at(Instant time) {
        Map.Entry<Instant, RangeAnswer> part = byStart.floorEntry(time);
        if (part == null) {
            throw new IllegalArgumentException("nothing was asked at " + time);
        }
        return part.getValue().at(time, time.equals(part.getKey()));
    }
}
