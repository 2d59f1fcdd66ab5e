package io.tocsin.evaluation.slot;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.rule.RuleKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns outcomes into rows of history. */
@Component
public class OutcomeHistory {

    private final EvaluationHistory history;

    public OutcomeHistory(EvaluationHistory history) {
        this.history = history;
    }

    void append(GroupProgress progress) {
        appendEvaluations(progress);
        Map<RuleKey, List<TransitionRecord>> changes = new LinkedHashMap<>();
        for (SlotOutcome slot : progress.outcomes()) {
            slot.rules()
                    .forEach((rule, evaluated) ->
                            add(changes, rule, evaluated.outcome().transitions(), slot.isLate()));
            slot.removed().forEach((rule, ends) -> add(changes, rule, ends, slot.isLate()));
        }
        history.appendTransitions(changes);
    }

    void appendEvaluations(GroupProgress progress) {
        Map<RuleKey, List<EvaluationRecord>> evaluations = new LinkedHashMap<>();
        for (SlotOutcome slot : progress.outcomes()) {
            slot.rules()
                    .forEach((rule, evaluated) -> evaluations
                            .computeIfAbsent(rule, key -> new ArrayList<>())
                            .add(evaluation(slot, evaluated, progress.activeInstances(rule))));
        }
        history.appendEvaluations(evaluations);
    }

    void appendTransitions(RuleKey rule, List<StateTransition> transitions, boolean isLate) {
        Map<RuleKey, List<TransitionRecord>> changes = new LinkedHashMap<>();
        add(changes, rule, transitions, isLate);
        history.appendTransitions(changes);
    }

    private static EvaluationRecord evaluation(SlotOutcome slot, SlotOutcome.Evaluated evaluated, int active) {
        return new EvaluationRecord(
                slot.slot(),
                evaluated.outcome().health(),
                evaluated.outcome().errorReason(),
                evaluated.outcome().error(),
                evaluated.duration(),
                evaluated.outcome().series(),
                active,
                evaluated.outcome().highestValue(),
                evaluated.bytesRead(),
                slot.isLate());
    }

    private static void add(
            Map<RuleKey, List<TransitionRecord>> changes,
            RuleKey rule,
            List<StateTransition> transitions,
            boolean isLate) {
        for (StateTransition transition : transitions) {
            if (transition.isChange()) {
                AlertInstance instance = transition.instance();
                changes.computeIfAbsent(rule, key -> new ArrayList<>())
                        .add(new TransitionRecord(
                                instance.labels(),
                                transition.at(),
                                name(transition.from()),
                                name(transition.to()),
                                name(transition.reason()),
                                instance.value(),
                                isLate || transition.hasArrivedLate()));
            }
        }
    }

    static String name(@Nullable InstanceState state) {
        return state == null ? "NONE" : state.name();
    }

    private static String name(@Nullable ResolveReason reason) {
        return reason == null ? "" : reason.name();
    }
}
