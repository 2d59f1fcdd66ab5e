package io.tocsin.evaluation.slot;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.RuleRecord;
import io.tocsin.evaluation.query.RuleAnswer;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ErrorPolicy;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Evaluates the due slots of one group: asks, decides, writes. Blocks; runs on the scheduler's threads. */
@Component
public class GroupEvaluator {

    private static final Logger log = LoggerFactory.getLogger(GroupEvaluator.class);

    private final RuleQueries queries;
    private final SlotSteps steps;
    private final CatchUp catchUp;
    private final DataSourceWatch watch;
    private final EvaluationMetrics metrics;

    public GroupEvaluator(
            RuleQueries queries, SlotSteps steps, CatchUp catchUp, DataSourceWatch watch, EvaluationMetrics metrics) {
        this.queries = queries;
        this.steps = steps;
        this.catchUp = catchUp;
        this.watch = watch;
        this.metrics = metrics;
    }

    /** How an evaluation ended. */
    public enum Result {
        /** The newest slot is written. */
        DONE,
        /** The newest slot is written, but rules of it have no answer yet and can be asked again. */
        INCOMPLETE,
        /** The data source does not answer; the slot is asked again before the next one is due. */
        WAITING,
        /** Another replica was there first. */
        FENCED
    }

    /** Evaluates the newest slot and those that were missed before it. */
    public Result evaluate(RuleGroup group, GroupCursor cursor, Instant slot, List<Instant> missed) {
        // The newest slot is asked first: a data source that cannot answer it must not be asked for an hour at once.
        Optional<GroupState> before = steps.loadForQuestions(group, cursor);
        SlotAnswers answers = new SlotAnswers(
                group,
                queries.ask(group, slot.minus(steps.queryOffset(group)), !missed.isEmpty(), steps.memories(before)));
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
        // A state that was read before the questions still holds: the write is fenced by its cursor.
        GroupProgress progress = before.filter(state -> state.cursor().equals(reached.cursor()))
                .map(state -> steps.begin(group, state))
                .orElseGet(() -> steps.begin(group, reached.cursor()));
        steps.step(progress, slot, false, answers.byRule());
        if (group.lateRecheck() && missed.isEmpty()) {
            steps.recheck(progress, queries);
        }
        if (!steps.write(progress)) {
            return Result.FENCED;
        }
        metrics.live();
        return answers.unanswered().isEmpty() ? Result.DONE : Result.INCOMPLETE;
    }

    /**
     * Asks once more for the rules that had no answer at the slot that the group is at, and writes those that have one
     * now as if it had come at once. The others of the group are not touched.
     *
     * @param timeLeft until the next slot is due
     */
    public Result askAgain(RuleGroup group, GroupCursor cursor, Duration timeLeft) {
        GroupState state = steps.load(cursor);
        RuleGroup unanswered = unanswered(group, state);
        if (unanswered.rules().isEmpty()) {
            return Result.DONE;
        }
        Instant slot = cursor.slot();
        SlotAnswers answers = new SlotAnswers(
                unanswered,
                queries.askAgain(unanswered, slot.minus(steps.queryOffset(group)), steps.memories(state), timeLeft));
        List<AlertRule> still = answers.unanswered();
        RuleGroup answered = unanswered.withRules(unanswered.rules().stream()
                .filter(rule -> !still.contains(rule))
                .toList());
        metrics.askedAgain(answered.rules().size(), still.size());
        if (!answered.rules().isEmpty()) {
            Set<RuleKey> keys = answered.rules().stream().map(AlertRule::key).collect(Collectors.toSet());
            GroupProgress progress = steps.begin(answered, state.of(keys));
            steps.step(progress, slot, false, answers.byRule());
            if (!steps.amend(progress)) {
                return Result.FENCED;
            }
        }
        return still.isEmpty() ? Result.DONE : Result.INCOMPLETE;
    }

    /** What is stored says it, so that any replica can go on, and a restart forgets nothing. */
    private static RuleGroup unanswered(RuleGroup group, GroupState state) {
        return group.withRules(group.rules().stream()
                .filter(rule -> !rule.paused() && rule.onError() == ErrorPolicy.KEEP)
                .filter(rule -> {
                    RuleRecord record = state.rules().get(rule.key());
                    return record != null
                            && record.slot().equals(state.cursor().slot())
                            && RuleAnswer.isWorthRepeating(record.errorReason());
                })
                .toList());
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
    public boolean end(GroupCursor cursor, Instant at) {
        return steps.end(cursor, at);
    }
}
