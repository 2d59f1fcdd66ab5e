package io.tocsin.evaluation.state;

import io.tocsin.rule.RuleKey;
import java.util.Map;

/**
 * What the data source said to a group at one slot.
 *
 * @param own the answers to the rules' own questions, one for each rule
 * @param present the answers to {@link SlotEvaluation#presentQuestions}, as far as they were asked
 * @param late the answers to {@link SlotEvaluation#lateQuestions}, as far as they were asked
 */
public record SlotAnswers(
        Map<RuleKey, RuleAnswer> own, Map<RuleKey, RuleAnswer> present, Map<RuleKey, RuleAnswer> late) {

    public static SlotAnswers of(Map<RuleKey, RuleAnswer> own) {
        return new SlotAnswers(own, Map.of(), Map.of());
    }

    RuleAnswer of(RuleKey rule) {
        RuleAnswer answer = own.get(rule);
        if (answer == null) {
            throw new IllegalArgumentException("no answer for rule " + rule);
        }
        return answer;
    }
}
