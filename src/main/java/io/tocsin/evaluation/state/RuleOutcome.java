package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.RuleHealth;
import io.tocsin.label.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one slot did to one rule.
 *
 * @param transitions one per instance that was observed, unchanged ones included; empty when the rule failed
 * @param error what went wrong, for people; empty when nothing did
 * @param errorReason the same as one word, for metrics; empty when nothing went wrong
 * @param series how many series the answer had
 * @param highestValue null when the answer was empty or all values were NaN
 */
public record RuleOutcome(
        List<StateTransition> transitions,
        RuleHealth health,
        String error,
        String errorReason,
        int series,
        @Nullable Double highestValue) {

    public RuleOutcome {
        transitions = List.copyOf(transitions);
    }

    /** The same outcome with each transition replaced. */
    public RuleOutcome map(UnaryOperator<StateTransition> change) {
        return new RuleOutcome(
                transitions.stream().map(change).toList(), health, error, errorReason, series, highestValue);
    }

    /** The same outcome with further transitions, which come after its own. */
    public RuleOutcome and(List<StateTransition> further) {
        List<StateTransition> all = new ArrayList<>(transitions);
        all.addAll(further);
        return new RuleOutcome(all, health, error, errorReason, series, highestValue);
    }

    /** How the evaluation of the slot went. */
    public EvaluationResult result(Instant slot, Duration duration) {
        return new EvaluationResult(slot, health, errorReason, error, duration, series);
    }

    RuleOutcome withHealth(RuleHealth other) {
        return new RuleOutcome(transitions, other, error, errorReason, series, highestValue);
    }

    /** The instances after the transitions; those that no transition mentions stay as they are. */
    static List<AlertInstance> apply(List<AlertInstance> instances, Collection<StateTransition> transitions) {
        Map<Fingerprint, AlertInstance> result = new LinkedHashMap<>();
        instances.forEach(instance -> result.put(instance.fingerprint(), instance));
        for (StateTransition transition : transitions) {
            AlertInstance after = transition.after();
            if (after != null) {
                result.put(after.fingerprint(), after);
            } else if (transition.before() != null) {
                result.remove(transition.before().fingerprint());
            }
        }
        return new ArrayList<>(result.values());
    }
}
