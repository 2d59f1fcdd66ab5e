package io.tocsin.evaluation.slot;

import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.store.DataSourceOutages;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.query.RuleAnswers;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.SlotEvaluation;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ErrorPolicy;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Evaluates the due slots of one group: asks, decides, writes. Blocks; runs on the scheduler's threads. */
@Component
public class GroupEvaluator {

    private static final Logger log = LoggerFactory.getLogger(GroupEvaluator.class);

    /** So that a failure is not taken for the begin of an outage for ever, of which whoever noted it was gone at once. */
    private static final Duration ANSWER_NOTED_FOR = Duration.ofMinutes(5);

    private final RuleQueries queries;
    private final SlotStep step;
    private final EvaluationStore store;
    private final CatchUp catchUp;
    private final DataSourceOutages outages;
    private final EvaluationMetrics metrics;
    private final Clock clock;
    /** When it was last noted of a data source that it answers, unless it has failed since. */
    private final Map<String, Instant> answeredAt = new ConcurrentHashMap<>();

    public GroupEvaluator(
            RuleQueries queries,
            SlotStep step,
            EvaluationStore store,
            CatchUp catchUp,
            DataSourceOutages outages,
            EvaluationMetrics metrics,
            Clock clock) {
        this.queries = queries;
        this.step = step;
        this.store = store;
        this.catchUp = catchUp;
        this.outages = outages;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** How an evaluation ended. */
    public enum GroupResult {
        /** The newest slot is written. */
        DONE,
        /** The newest slot is written, but rules of it have no answer yet and can be asked again. */
        INCOMPLETE,
        /** The data source does not answer; the slot is asked again before the next one is due. */
        WAITING,
        /** Another replica was there first. */
        FENCED
    }

    /** The last slot of a new group that is not to be evaluated: the one before now, unless nothing can be known of it. */
    public Instant slotBeforeFirst(RuleGroup group, Instant now) {
        Instant newest = group.slotAtOrBefore(now);
        return newest.isBefore(queries.knownSince(group)) ? newest : newest.minus(group.interval());
    }

    /**
     * The group's cursor without a look at the database, if the slot is the next one after that which this replica has
     * written. It may be wrong: then another replica has written since, and the result is {@link GroupResult#FENCED}.
     */
    public Optional<GroupCursor> expectedCursor(RuleGroup group, Instant slot) {
        return store.remembered(group.key())
                .filter(cursor -> group.slotAfter(cursor.slot()).equals(slot));
    }

    /** Evaluates the newest slot and those that were missed before it. */
    public GroupResult evaluate(RuleGroup group, GroupCursor cursor, Instant slot, List<Instant> missed) {
        // A state that is read before the questions still holds afterwards: the write is fenced by its cursor.
        RuleGroupState before = store.load(cursor);
        // The newest slot is asked first: a data source that cannot answer it must not be asked for an hour at once.
        Map<RuleKey, RuleAnswer> answers = queries.ask(group, before, step.askedAt(group, slot), !missed.isEmpty());
        observe(group, before, answers, slot);
        if (canWait(group, answers) && hold(group, cursor, before, slot, answers)) {
            return GroupResult.WAITING;
        }
        CatchUp.Progress reached = catchUp.run(group, cursor, missed, slot);
        if (reached.state() == CatchUp.CatchUpState.AGAIN) {
            metrics.held();
        }
        if (reached.state() != CatchUp.CatchUpState.DONE) {
            return reached.state() == CatchUp.CatchUpState.AGAIN ? GroupResult.WAITING : GroupResult.FENCED;
        }
        RuleGroupState state = reached.cursor().equals(cursor) ? before : store.load(reached.cursor());
        SlotOutcome outcome = missed.isEmpty()
                ? step.stepLive(group, state, slot, answers)
                : step.step(group, state, slot, false, answers);
        List<SlotOutcome> written = List.of(outcome);
        if (!metrics.written(written, store.write(group, reached.cursor(), state, written))) {
            return GroupResult.FENCED;
        }
        metrics.live();
        return unanswered(group, answers).isEmpty() ? GroupResult.DONE : GroupResult.INCOMPLETE;
    }

    /**
     * One answer is enough for a data source to be well; a failure that concerns it begins an outage otherwise. All replicas
     * share what is noted here. A failure that another one has noted is taken back at once by the answer of a group that had
     * failed, which the state of its rules says.
     */
    private void observe(RuleGroup group, RuleGroupState before, Map<RuleKey, RuleAnswer> answers, Instant slot) {
        List<RuleAnswer> asked = asked(group).map(rule -> of(answers, rule)).toList();
        if (asked.stream().anyMatch(RuleAnswers::hasReachedDataSource)) {
            noteAnswer(group, before);
            return;
        }
        answeredAt.remove(group.dataSource());
        asked.stream()
                .filter(RuleAnswers::isDataSourceTrouble)
                .map(RuleAnswer::answer)
                .filter(Answer.Failed.class::isInstance)
                .map(Answer.Failed.class::cast)
                .findFirst()
                .ifPresent(failed ->
                        outages.failed(group.dataSource(), slot, clock.instant(), failed.reason(), failed.message()));
    }

    private void noteAnswer(RuleGroup group, RuleGroupState before) {
        Instant now = clock.instant();
        Instant noted = answeredAt.get(group.dataSource());
        boolean isNews = noted == null || Duration.between(noted, now).abs().compareTo(ANSWER_NOTED_FOR) >= 0;
        if (isNews || hadTrouble(group, before)) {
            outages.answered(group.dataSource());
            answeredAt.put(group.dataSource(), now);
        }
    }

    private static boolean hadTrouble(RuleGroup group, RuleGroupState before) {
        return asked(group).anyMatch(rule -> {
            RuleRecord known = before.rules().get(rule.key());
            return known != null
                    && known.newest().health() == RuleHealth.ERROR
                    && QueryFailure.of(known.newest().errorReason())
                            .filter(QueryFailure::concernsDataSource)
                            .isPresent();
        });
    }

    /**
     * Whether the slot can wait until the data source is back: nobody was answered, for a reason of the data source, and
     * no rule wants to be told of errors. Then the slot is caught up later, and no line that was logged meanwhile is
     * missed.
     */
    private static boolean canWait(RuleGroup group, Map<RuleKey, RuleAnswer> answers) {
        List<AlertRule> asked = asked(group).toList();
        return !asked.isEmpty()
                && asked.stream()
                        .allMatch(rule -> rule.onError() == ErrorPolicy.KEEP
                                && RuleAnswers.isDataSourceTrouble(of(answers, rule)));
    }

    /** False when something else of the group, such as a removed rule, cannot wait. */
    private boolean hold(
            RuleGroup group,
            GroupCursor cursor,
            RuleGroupState before,
            Instant slot,
            Map<RuleKey, RuleAnswer> answers) {
        SlotOutcome outcome = step.step(group, before, slot, false, answers);
        if (outcome.transitions().findAny().isPresent()) {
            return false;
        }
        if (metrics.written(List.of(outcome), store.writeHealth(cursor, before, outcome))) {
            metrics.held();
            log.debug("data source does not answer, the slot waits group={} slot={}", group.key(), slot);
        }
        return true;
    }

    /**
     * Asks once more for the rules that had no answer at the slot that the group is at, and writes those that have one
     * now as if it had come at once. The others of the group are not touched.
     *
     * @param timeLeft until the next slot is due
     */
    public GroupResult askAgain(RuleGroup group, GroupCursor cursor, Duration timeLeft) {
        RuleGroupState state = store.load(cursor);
        Instant slot = cursor.slot();
        RuleGroup unanswered = unanswered(group, state, slot);
        if (unanswered.rules().isEmpty()) {
            return GroupResult.DONE;
        }
        Map<RuleKey, RuleAnswer> answers = queries.askAgain(unanswered, state, step.askedAt(group, slot), timeLeft);
        List<AlertRule> still = unanswered(unanswered, answers);
        RuleGroup answered = unanswered.withRules(unanswered.rules().stream()
                .filter(rule -> !still.contains(rule))
                .toList());
        metrics.askedAgain(answered.rules().size(), still.size());
        if (!answered.rules().isEmpty()) {
            RuleGroupState before =
                    state.only(answered.rules().stream().map(AlertRule::key).toList());
            SlotOutcome outcome = step.step(answered, before, slot, false, answers);
            if (!metrics.written(List.of(outcome), store.amend(cursor, before, outcome))) {
                return GroupResult.FENCED;
            }
        }
        return still.isEmpty() ? GroupResult.DONE : GroupResult.INCOMPLETE;
    }

    /**
     * Fires what lines that have just arrived make fire, between the slot that the group is at and the next one.
     *
     * @return false when somebody else has written about the group meanwhile, so that it is to be tried again
     */
    public boolean fireEarly(RuleGroup group, GroupCursor cursor, Instant now) {
        RuleGroupState before = store.load(cursor);
        SlotOutcome outcome = step.fireEarly(group, before, cursor.slot(), now);
        if (outcome.events().isEmpty()) {
            metrics.early("nothing");
            return true;
        }
        boolean isWritten = store.fireEarly(cursor, before, outcome);
        metrics.early(isWritten ? "fired" : "postponed");
        return isWritten;
    }

    /** What is stored says it, so that any replica can go on, and a restart forgets nothing. */
    private static RuleGroup unanswered(RuleGroup group, RuleGroupState state, Instant slot) {
        return group.withRules(asked(group)
                .filter(rule -> rule.onError() == ErrorPolicy.KEEP)
                .filter(rule -> {
                    RuleRecord record = state.rules().get(rule.key());
                    return record != null
                            && record.newest().slot().equals(slot)
                            && QueryFailure.of(record.newest().errorReason())
                                    .filter(QueryFailure::isWorthRepeating)
                                    .isPresent();
                })
                .toList());
    }

    /** The rules whose states were left as they are for want of an answer that may still come. */
    private static List<AlertRule> unanswered(RuleGroup group, Map<RuleKey, RuleAnswer> answers) {
        return asked(group)
                .filter(rule -> rule.onError() == ErrorPolicy.KEEP)
                .filter(rule -> RuleAnswers.isWorthRepeating(of(answers, rule)))
                .toList();
    }

    private static Stream<AlertRule> asked(RuleGroup group) {
        return group.rules().stream().filter(rule -> !rule.paused());
    }

    private static RuleAnswer of(Map<RuleKey, RuleAnswer> answers, AlertRule rule) {
        RuleAnswer answer = answers.get(rule.key());
        if (answer == null) {
            throw new IllegalArgumentException("no answer for rule " + rule.key());
        }
        return answer;
    }

    /** Ends all instances of a group that no longer exists; false: another replica was there first. */
    public boolean end(GroupCursor cursor, Instant at) {
        RuleGroupState before = store.load(cursor);
        return store.end(cursor, before, SlotEvaluation.end(before, at));
    }
}
