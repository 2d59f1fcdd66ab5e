package io.tocsin.evaluation;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.rule.RuleGroup;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Evaluates the due slots of one group: asks, decides, writes. Blocks; runs on the scheduler's threads. */
@Component
class GroupEvaluator {

    private static final Logger log = LoggerFactory.getLogger(GroupEvaluator.class);

    private final RuleQueries queries;
    private final SlotSteps steps;
    private final CatchUp catchUp;
    private final DataSourceWatch watch;
    private final EvaluationMetrics metrics;

    GroupEvaluator(
            RuleQueries queries, SlotSteps steps, CatchUp catchUp, DataSourceWatch watch, EvaluationMetrics metrics) {
        this.queries = queries;
        this.steps = steps;
        this.catchUp = catchUp;
        this.watch = watch;
        this.metrics = metrics;
    }

    /** Evaluates what is due, or finds that another replica has done so meanwhile. */
    void evaluate(RuleGroup group, GroupCursor cursor, SlotPlan plan) {
        Instant slot = plan.current();
        if (slot == null) {
            return;
        }
        // The newest slot is asked first: a data source that cannot answer it must not be asked for an hour at once.
        SlotAnswers answers = new SlotAnswers(group, queries.ask(group, slot.minus(steps.queryOffset(group))));
        watch.observe(answers, slot);
        if (answers.canWait() && hold(cursor, slot, answers)) {
            return;
        }
        Optional<GroupCursor> reached = catchUp.run(group, cursor, plan.missed(), slot);
        if (reached.isEmpty()) {
            return;
        }
        GroupProgress progress = steps.begin(group, reached.get());
        steps.step(progress, slot, false, answers.byRule());
        if (steps.write(progress)) {
            metrics.live();
        }
    }

    /** False when something else of the group, such as a removed rule, cannot wait. */
    private boolean hold(GroupCursor cursor, Instant slot, SlotAnswers answers) {
        GroupProgress progress = steps.begin(answers.group(), cursor);
        SlotOutcome outcome = progress.step(slot, false, answers.byRule());
        if (outcome.transitions().findAny().isPresent()) {
            return false;
        }
        if (steps.writeHealth(progress)) {
            metrics.held();
            log.debug(
                    "data source does not answer, the slot waits group={} slot={}",
                    answers.group().key(),
                    slot);
        }
        return true;
    }

    /** Ends all instances of a group that no longer exists; false: another replica was there first. */
    boolean end(GroupCursor cursor, Instant at) {
        return steps.end(cursor, at);
    }
}
