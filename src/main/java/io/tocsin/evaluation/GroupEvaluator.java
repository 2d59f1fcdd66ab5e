package io.tocsin.evaluation;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Evaluates one group at one slot: asks, decides, writes. Blocks; runs on the scheduler's threads. */
@Component
class GroupEvaluator {

    private static final Logger log = LoggerFactory.getLogger(GroupEvaluator.class);

    private final RuleQueries queries;
    private final PresentValues presentValues;
    private final EvaluationStore store;
    private final ExpressionReader expressions;
    private final TextRenderer renderer;
    private final EvaluationProperties properties;

    GroupEvaluator(
            RuleQueries queries,
            PresentValues presentValues,
            EvaluationStore store,
            ExpressionReader expressions,
            TextRenderer renderer,
            EvaluationProperties properties) {
        this.queries = queries;
        this.presentValues = presentValues;
        this.store = store;
        this.expressions = expressions;
        this.renderer = renderer;
        this.properties = properties;
    }

    /** How an evaluation ended. */
    enum Result {
        WRITTEN,
        /** Another replica has written this slot, or a later one, meanwhile. */
        FENCED
    }

    /** Evaluates the newest slot. */
    Result evaluate(RuleGroup group, GroupCursor cursor, Instant slot) {
        Duration offset = queryOffset(group);
        GroupProgress progress = new GroupProgress(group, store.load(cursor), offset, expressions, renderer);
        Instant askAt = slot.minus(offset);
        SlotOutcome outcome = progress.step(slot, false, queries.ask(group, askAt));
        progress.replace(presentValues.complete(group, outcome, askAt));
        return write(progress);
    }

    private Result write(GroupProgress progress) {
        if (!store.write(progress)) {
            log.info("slot was evaluated elsewhere group={}", progress.group().key());
            return Result.FENCED;
        }
        progress.outcomes().forEach(GroupEvaluator::log);
        return Result.WRITTEN;
    }

    private Duration queryOffset(RuleGroup group) {
        return group.queryOffset() == null ? properties.queryOffset() : group.queryOffset();
    }

    private static void log(SlotOutcome outcome) {
        outcome.transitions()
                .filter(StateTransition::isChange)
                .forEach(transition -> log.info(
                        "{} -> {} slot={} late={} rule={} labels={}",
                        OutcomeHistory.name(transition.from()),
                        OutcomeHistory.name(transition.to()),
                        transition.at(),
                        outcome.isLate(),
                        EvaluationStore.ruleOf(transition),
                        transition.labels()));
    }
}
