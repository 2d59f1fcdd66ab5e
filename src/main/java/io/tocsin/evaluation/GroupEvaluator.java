package io.tocsin.evaluation;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.rule.RuleGroup;
import java.time.Instant;
import java.util.List;
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

    /** How an evaluation ended. */
    enum Result {
        /** The newest slot is written. */
        DONE,
        /** The data source does not answer; the slot is asked again before the next one is due. */
        WAITING,
        /** Another replica was there first. */
        FENCED
    }

    /** Evaluates the newest slot and those that were missed before it. */
    Result evaluate(RuleGroup group, GroupCursor cursor, Instant slot, List<Instant> missed) {
        // The newest slot is asked first: a data source that cannot answer it must not be asked for an hour at once.
        SlotAnswers answers = new SlotAnswers(
                group,
                queries.ask(
                        group, slot.minus(steps.queryOffset(group)), !missed.isEmpty(), steps.memories(group, cursor)));
        watch.observe(answers, slot);
        if (answers.canWait() && hold(cursor, slot, answers)) {
            return Result.WAITING;
        }
        CatchUp.Progress reached = catchUp.run(group, cursor, missed, slot);
        if (reached.state() == CatchUp.State.AGAIN) {
            metrics.held();
        }
        if (reached.state() != CatchUp.State.DONE) {
            return reached.state() == CatchUp.State.AGAIN ? Result.WAITING : Result.FENCED;
        }
        GroupProgress progress = steps.begin(group, reached.cursor());
        steps.step(progress, slot, false, answers.byRule());
        if (group.lateRecheck() && missed.isEmpty()) {
            steps.recheck(progress, queries);
        }
        if (!steps.write(progress)) {
            return Result.FENCED;
        }
        metrics.live();
        return Result.DONE;
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
