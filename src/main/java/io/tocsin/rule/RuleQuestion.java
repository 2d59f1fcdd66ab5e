package io.tocsin.rule;

import org.jspecify.annotations.Nullable;

/**
 * What a rule asks the data source, and which answers are active.
 *
 * @param expression the query as written; LogQL, or PromQL when the group's data source is a Prometheus; of a rule that
 *     watches for absence, the query for the lines of one interval
 * @param absence null for a rule with an expression of its own
 * @param condition when absent, every series of the answer is active
 */
public record RuleQuestion(
        String expression,
        @Nullable Absence absence,
        @Nullable Condition condition) {

    /** Whether a sample of this value is active. */
    public boolean isActive(double value) {
        return absence == null ? condition == null || condition.isSatisfiedBy(value) : absence.isMissing(value);
    }

    /** The evidence of a rule that says nothing of it: lines that answer the query, or the last before the silence. */
    public EvidenceSettings usualEvidence() {
        return absence == null ? EvidenceSettings.DEFAULT : EvidenceSettings.LAST_LINE;
    }
}
