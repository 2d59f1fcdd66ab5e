package io.tocsin.evaluation.slot;

import io.tocsin.alert.ResolveReason;
import io.tocsin.evaluation.query.ExpressionReader;
import io.tocsin.evaluation.query.RuleAnswer;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleEvaluation;
import io.tocsin.evaluation.state.RuleOutcome;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.label.Fingerprint;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The value at the moment of a resolve. Where the expression ends in a comparison, the series of a resolved instance is
 * gone; one extra question without that comparison tells whether the value is back to normal or the logs have stopped.
 */
@Component
public class PresentValues {

    private final RuleQueries queries;
    private final ExpressionReader expressions;
    private final TextRenderer renderer;

    public PresentValues(RuleQueries queries, ExpressionReader expressions, TextRenderer renderer) {
        this.queries = queries;
        this.expressions = expressions;
        this.renderer = renderer;
    }

    /** The outcome with the values of what resolved; the same outcome when nobody needs to be asked. */
    SlotOutcome complete(RuleGroup group, SlotOutcome outcome, Instant askAt) {
        Map<RuleKey, String> questions = new HashMap<>();
        for (AlertRule rule : group.rules()) {
            SlotOutcome.Evaluated evaluated = outcome.rules().get(rule.key());
            if (evaluated != null && rule.condition() == null && hasVanished(evaluated.outcome())) {
                expressions
                        .finalComparison(rule.expression())
                        .ifPresent(comparison -> questions.put(rule.key(), comparison.withoutComparison()));
            }
        }
        if (questions.isEmpty()) {
            return outcome;
        }
        Map<RuleKey, RuleAnswer> answers = queries.ask(group, questions, askAt);
        Map<RuleKey, AlertRule> rules = new HashMap<>();
        group.rules().forEach(rule -> rules.put(rule.key(), rule));
        return outcome.map((key, ruleOutcome) -> {
            RuleAnswer answer = answers.get(key);
            AlertRule rule = rules.get(key);
            return answer == null || rule == null ? ruleOutcome : complete(rule, ruleOutcome, answer.answer());
        });
    }

    private static boolean hasVanished(RuleOutcome outcome) {
        return outcome.errorReason().isEmpty() && outcome.transitions().stream().anyMatch(PresentValues::hasVanished);
    }

    private static boolean hasVanished(StateTransition transition) {
        return transition.hasResolved()
                && transition.reason() == ResolveReason.NO_DATA
                && transition.presentValue() == null;
    }

    private RuleOutcome complete(AlertRule rule, RuleOutcome outcome, Answer answer) {
        if (answer instanceof Answer.Failed failed) {
            return outcome.map(transition -> hasVanished(transition)
                    ? transition.withPresentValue(ResolveReason.CONDITION_FALSE, null, failed.message())
                    : transition);
        }
        if (answer instanceof Answer.Samples samples) {
            Map<Fingerprint, Double> values = RuleEvaluation.valuesByInstance(rule, samples.series(), renderer);
            return outcome.map(transition -> {
                Double value = values.get(transition.labels().fingerprint());
                return value != null && hasVanished(transition)
                        ? transition.withPresentValue(ResolveReason.CONDITION_FALSE, value, "")
                        : transition;
            });
        }
        throw new IllegalStateException("unknown answer " + answer);
    }
}
