package io.tocsin.backtest;

import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which rules are to be tried on which part of the past. Paused rules are tried as if they were not.
 *
 * @param start slots after this time count
 * @param end slots up to and including this time count
 */
public record BacktestRequest(List<RuleGroup> groups, Instant start, Instant end) {

    public static final Duration LONGEST_PERIOD = Duration.ofDays(30);
    static final int MAX_RULES = 100;
    private static final long MAX_EVALUATIONS = 5_000_000;

    /** @throws BacktestRejectedException if the request is wrong, or too much */
    public BacktestRequest {
        groups = groups.stream().map(RuleGroup::unpaused).toList();
        if (!start.isBefore(end)) {
            throw new BacktestRejectedException("start must be before end");
        }
        if (Duration.between(start, end).compareTo(LONGEST_PERIOD) > 0) {
            throw new BacktestRejectedException("the period is longer than 30 days; choose a shorter one");
        }
        int rules = groups.stream().mapToInt(group -> group.rules().size()).sum();
        if (rules == 0) {
            throw new BacktestRejectedException("there is no alerting rule to try");
        }
        if (rules > MAX_RULES) {
            throw new BacktestRejectedException(
                    rules + " rules are too many for one backtest; the most is " + MAX_RULES);
        }
        Duration period = Duration.between(start, end);
        long evaluations = groups.stream()
                .mapToLong(group ->
                        period.dividedBy(group.interval()) * group.rules().size())
                .sum();
        if (evaluations > MAX_EVALUATIONS) {
            throw new BacktestRejectedException("the period has " + evaluations + " evaluations; the most is "
                    + MAX_EVALUATIONS + ": choose a shorter period, or fewer rules");
        }
    }

    /** The same rules asked at another data source. */
    public BacktestRequest at(String dataSource) {
        return new BacktestRequest(
                groups.stream().map(group -> group.withDataSource(dataSource)).toList(), start, end);
    }

    int ruleCount() {
        return groups.stream().mapToInt(group -> group.rules().size()).sum();
    }

    Duration shortestInterval() {
        return groups.stream().map(RuleGroup::interval).min(Duration::compareTo).orElse(RuleGroup.DEFAULT_INTERVAL);
    }
}
