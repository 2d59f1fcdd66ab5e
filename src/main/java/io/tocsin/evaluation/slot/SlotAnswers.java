package io.tocsin.evaluation.slot;

import io.tocsin.evaluation.query.RuleAnswer;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ErrorPolicy;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.util.List;
import java.util.Map;

/** The answers to a whole group at one slot. */
record SlotAnswers(RuleGroup group, Map<RuleKey, RuleAnswer> byRule) {

    /**
     * Whether the slot can wait until the data source is back: nobody was answered, for a reason of the data source, and
     * no rule wants to be told of errors. Then the slot is caught up later, and no line that was logged meanwhile is
     * missed.
     */
    boolean canWait() {
        List<AlertRule> asked =
                group.rules().stream().filter(rule -> !rule.paused()).toList();
        return !asked.isEmpty()
                && asked.stream().allMatch(rule -> rule.onError() == ErrorPolicy.KEEP)
                && asked.stream().map(this::of).allMatch(RuleAnswer::isDataSourceTrouble);
    }

    /** Whether the data source answered anything at all, were it that a query is wrong. */
    boolean hasAnswers() {
        return group.rules().stream()
                .filter(rule -> !rule.paused())
                .map(this::of)
                .anyMatch(RuleAnswer::hasReachedDataSource);
    }

    /** The rules whose states were left as they are for want of an answer that may still come. */
    List<AlertRule> unanswered() {
        return group.rules().stream()
                .filter(rule -> !rule.paused() && rule.onError() == ErrorPolicy.KEEP)
                .filter(rule -> of(rule).isWorthRepeating())
                .toList();
    }

    private RuleAnswer of(AlertRule rule) {
        RuleAnswer answer = byRule.get(rule.key());
        if (answer == null) {
            throw new IllegalArgumentException("no answer for rule " + rule.key());
        }
        return answer;
    }
}
