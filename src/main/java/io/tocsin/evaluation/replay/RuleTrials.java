package io.tocsin.evaluation.replay;

import io.tocsin.alert.AlertInstance;
import io.tocsin.datasource.PastDataSources;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.RuleOutcome;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.label.Sample;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Evaluates rules once without a past and without a trace: no instance, event or record is written. Asks like backtests
 * do, so that a heavy question hinders no live rule. Blocks.
 */
@Component
public class RuleTrials {

    private final RuleQueries queries;
    private final SlotStep step;
    private final ExpressionReader expressions;
    private final Clock clock;

    RuleTrials(
            PastDataSources dataSources,
            SlotStep step,
            ExpressionReader expressions,
            EvaluationProperties properties,
            Clock clock) {
        this.queries = RuleQueries.ofPast(dataSources.all(), properties);
        this.step = step.asking(queries);
        this.expressions = expressions;
        this.clock = clock;
    }

    /**
     * One rule, evaluated once.
     *
     * @param error why there is no answer; empty when there is one
     * @param values every series before a comparison at the end drops some of them
     * @param active what would be pending, or fire at once, with labels and texts as people would see them
     */
    public record Trial(
            AlertRule rule,
            Instant askedAt,
            String error,
            List<Sample> values,
            List<AlertInstance> active,
            Duration duration,
            long bytesRead) {}

    /** The rules of the group at its newest slot, in their order; paused ones are tried like the others. */
    public List<Trial> evaluate(RuleGroup draft) {
        RuleGroup group = draft.unpaused();
        Instant slot = group.slotAtOrBefore(clock.instant());
        Instant askedAt = step.askedAt(group, slot);
        Map<RuleKey, RuleAnswer> beforeComparison = queries.ask(group, questions(group), askedAt);
        Map<RuleKey, RuleAnswer> answers = queries.ask(group, RuleGroupState.EMPTY, askedAt, false);
        SlotOutcome outcome = step.step(group, RuleGroupState.EMPTY, slot, false, answers);
        return group.rules().stream()
                .map(rule -> trial(rule, askedAt, outcome, answers.get(rule.key()), beforeComparison.get(rule.key())))
                .toList();
    }

    private Map<RuleKey, String> questions(RuleGroup group) {
        Map<RuleKey, String> questions = new HashMap<>();
        for (AlertRule rule : group.rules()) {
            if (rule.condition() == null) {
                expressions
                        .finalComparison(rule.expression())
                        .ifPresent(comparison -> questions.put(rule.key(), comparison.withoutComparison()));
            }
        }
        return questions;
    }

    private static Trial trial(
            AlertRule rule,
            Instant askedAt,
            SlotOutcome outcome,
            @Nullable RuleAnswer answer,
            @Nullable RuleAnswer beforeComparison) {
        SlotOutcome.Evaluated evaluated = Objects.requireNonNull(outcome.rules().get(rule.key()));
        RuleOutcome result = evaluated.outcome();
        List<AlertInstance> active = result.transitions().stream()
                .map(StateTransition::after)
                .filter(Objects::nonNull)
                .toList();
        List<Sample> whole = values(beforeComparison);
        return new Trial(
                rule,
                askedAt,
                result.error(),
                whole.isEmpty() ? values(answer) : whole,
                active,
                evaluated.duration(),
                evaluated.bytesRead());
    }

    private static List<Sample> values(@Nullable RuleAnswer answer) {
        return answer != null && answer.answer() instanceof Answer.Samples samples ? samples.series() : List.of();
    }
}
