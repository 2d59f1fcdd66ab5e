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
    private final EvaluationMetrics metrics;
    private final EvaluationProperties properties;

    GroupEvaluator(
            RuleQueries queries,
            PresentValues presentValues,
            EvaluationStore store,
            ExpressionReader expressions,
            TextRenderer renderer,
            EvaluationMetrics metrics,
            EvaluationProperties properties) {
        this.queries = queries;
        this.presentValues = presentValues;
        this.store = store;
        this.expressions = expressions;
        this.renderer = renderer;
        this.metrics = metrics;
        this.properties = properties;
    }

    /** Evaluates what is due, or finds that another replica has done so meanwhile. */
    void evaluate(RuleGroup group, GroupCursor cursor, SlotPlan plan) {
        Instant slot = plan.current();
        if (slot == null) {
            return;
        }
        Duration offset = queryOffset(group);
        GroupProgress progress = new GroupProgress(group, store.load(cursor), offset, expressions, renderer);
        Instant askAt = slot.minus(offset);
        SlotOutcome outcome = progress.step(slot, false, queries.ask(group, askAt));
        progress.replace(presentValues.complete(group, outcome, askAt));
        if (!store.write(progress)) {
            metrics.fenced();
            log.info("slot was evaluated elsewhere group={} slot={}", group.key(), slot);
            return;
        }
        metrics.live();
        progress.outcomes().forEach(this::report);
    }

    /** Ends all instances of a group that no longer exists; false: another replica was there first. */
    boolean end(GroupCursor cursor, Instant at) {
        return store.end(store.load(cursor), at);
    }

    private Duration queryOffset(RuleGroup group) {
        return group.queryOffset() == null ? properties.queryOffset() : group.queryOffset();
    }

    private void report(SlotOutcome outcome) {
        metrics.evaluated(outcome);
        outcome.transitions()
                .filter(StateTransition::isChange)
                .forEach(transition -> log.info(
                        "{} -> {} slot={} late={} rule={} labels={}",
                        OutcomeHistory.name(transition.from()),
                        OutcomeHistory.name(transition.to()),
                        transition.at(),
                        outcome.isLate(),
                        transition.instance().rule(),
                        transition.labels()));
    }
}
