package io.tocsin.evaluation;

import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How rules are evaluated.
 *
 * @param queryOffset how far before its slot a group asks, unless its file says otherwise; default 10s
 * @param catchUpMaxAge slots missed longer ago than this are counted and skipped; default 1h; 0: none is caught up
 * @param datasourcePending how long a data source must fail before people are told; default 2m
 * @param gapNotice the shortest time without any evaluation that people are told of; default 5m; 0: they are told of none
 */
@ConfigurationProperties("tocsin")
public record EvaluationProperties(
        @DefaultValue("10s") Duration queryOffset,
        @DefaultValue("1h") Duration catchUpMaxAge,
        @DefaultValue("2m") Duration datasourcePending,
        @DefaultValue("5m") Duration gapNotice,
        @DefaultValue Evaluation evaluation) {

    public EvaluationProperties {
        if (queryOffset.isNegative()
                || catchUpMaxAge.isNegative()
                || datasourcePending.isNegative()
                || gapNotice.isNegative()) {
            throw new IllegalArgumentException("tocsin.query-offset, tocsin.catch-up-max-age,"
                    + " tocsin.datasource-pending and tocsin.gap-notice must not be negative");
        }
    }

    /** How far before its slots a group asks. */
    public Duration queryOffset(RuleGroup group) {
        return group.queryOffset() == null ? queryOffset : group.queryOffset();
    }

    /**
     * The machinery.
     *
     * @param groupConcurrency how many rules of one group are asked at the same time; default 4
     * @param timeLimit how long the questions of one slot may take, the data source's own retries included; default 30s, and never longer
     *     than the group's interval, but at least 5s
     * @param historyMaxAge how long evaluations and transitions are kept; default 7d
     * @param historyMaxRows how many transitions are kept at most, and a 25th as many rows with evaluations, each of which holds
     *     some hundred; default 500000
     * @param shareQuestions whether one question is put for all rules of a group that it can answer; default true
     */
    public record Evaluation(
            @DefaultValue("4") int groupConcurrency,
            @DefaultValue("30s") Duration timeLimit,
            @DefaultValue("7d") Duration historyMaxAge,
            @DefaultValue("500000") long historyMaxRows,
            @DefaultValue("true") boolean shareQuestions) {

        public Evaluation {
            if (groupConcurrency < 1 || historyMaxRows < 1) {
                throw new IllegalArgumentException(
                        "tocsin.evaluation: group-concurrency and history-max-rows must be at least 1");
            }
            if (timeLimit.isNegative() || timeLimit.isZero()) {
                throw new IllegalArgumentException("tocsin.evaluation.time-limit must be above 0");
            }
        }
    }
}
