package io.tocsin.evaluation.slot;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.MissedSlots;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.evaluation.query.RangeAnswer;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.rule.ErrorPolicy;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes a group through slots that were missed, in order, with range queries that rules share and through the same
 * state machine as live.
 */
@Component
public class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);
    private static final int SLOTS_PER_TRANSACTION = 240;

    /** A slot that is late by less is only delayed: by a full queue, or a slow answer. */
    private static final Duration DELAY = Duration.ofSeconds(15);

    /** About half a minute: the group waits for it, with what happens now. */
    private static final int MAX_ATTEMPTS = 5;

    /** Attempts of which each is given up as long as a rule has no answer; then the others do not wait for it any more. */
    private static final int PATIENT_ATTEMPTS = 3;

    private final Map<GroupKey, Integer> attempts = new ConcurrentHashMap<>();
    private final RuleQueries queries;
    private final SlotStep step;
    private final EvaluationStore store;
    private final MissedSlots missedSlots;
    private final EvaluationMetrics metrics;

    public CatchUp(
            RuleQueries queries,
            SlotStep step,
            EvaluationStore store,
            MissedSlots missedSlots,
            RuleGroups groups,
            EvaluationMetrics metrics) {
        this.queries = queries;
        this.step = step;
        this.store = store;
        this.missedSlots = missedSlots;
        this.metrics = metrics;
        groups.onChange(() ->
                attempts.keySet().removeIf(key -> groups.find(key.toString()).isEmpty()));
    }

    /**
     * How far it got.
     *
     * @param cursor the cursor after the last slot that was written
     */
    record Progress(GroupCursor cursor, CatchUpState state) {}

    /** Why it stopped. */
    enum CatchUpState {
        /** All slots are written, or were skipped. */
        DONE,
        /** The data source did not answer for the past; it is asked again soon, for less at once. */
        AGAIN,
        /** Another replica was there first. */
        FENCED
    }

    Progress run(RuleGroup group, GroupCursor cursor, List<Instant> missed, Instant current) {
        Progress reached = new Progress(cursor, CatchUpState.DONE);
        boolean isLate = !missed.isEmpty() && isLate(group, missed.get(0), current);
        int attempt = attempts.getOrDefault(group.key(), 1);
        int size = Math.max(1, SLOTS_PER_TRANSACTION >> 2 * (attempt - 1));
        for (int from = 0; from < missed.size(); from += size) {
            List<Instant> some = missed.subList(from, Math.min(from + size, missed.size()));
            reached = runSome(group, reached.cursor(), some, isLate, attempt < PATIENT_ATTEMPTS);
            if (reached.state() == CatchUpState.FENCED) {
                return reached;
            }
            if (reached.state() == CatchUpState.AGAIN) {
                boolean hasProgress = from > 0;
                return stop(group, reached, hasProgress ? attempt : attempt + 1, missed.subList(from, missed.size()));
            }
        }
        attempts.remove(group.key());
        return reached;
    }

    /** A data source that answers for now but not for the past must not keep the group from what happens now for ever. */
    private Progress stop(RuleGroup group, Progress reached, int nextAttempt, List<Instant> left) {
        if (nextAttempt <= MAX_ATTEMPTS) {
            attempts.put(group.key(), nextAttempt);
            log.info("missed slots could not be asked and are asked again group={} slots={}", group.key(), left.size());
            return reached;
        }
        attempts.remove(group.key());
        log.warn("missed slots could not be asked and are skipped group={} slots={}", group.key(), left.size());
        missedSlots.skipped(new MissedSlots.Slots(group.key(), left.get(0), left.get(left.size() - 1), left.size()));
        metrics.skipped(left.size());
        return new Progress(reached.cursor(), CatchUpState.DONE);
    }

    /** All of one catch-up or none, because what comes of it is told together. */
    private static boolean isLate(RuleGroup group, Instant oldest, Instant current) {
        return Duration.between(oldest, current).compareTo(group.interval().plus(DELAY)) > 0;
    }

    /** @param isPatient whether rules that have no answer while others have one are waited for */
    private Progress runSome(
            RuleGroup group, GroupCursor cursor, List<Instant> slots, boolean isLate, boolean isPatient) {
        Instant first = slots.get(0);
        Instant last = slots.get(slots.size() - 1);
        Map<RuleKey, RangeAnswer> answers =
                queries.askRange(group, step.askedAt(group, first), step.askedAt(group, last));
        if (slots.size() > 1 && answers.values().stream().anyMatch(CatchUp::isRefusedAsTooMuch)) {
            return inHalves(group, cursor, slots, isLate, isPatient);
        }
        if (!answers.isEmpty() && answers.values().stream().allMatch(CatchUp::isDataSourceTrouble)) {
            return new Progress(cursor, CatchUpState.AGAIN);
        }
        if (isPatient && hasUnanswered(group, answers)) {
            return new Progress(cursor, CatchUpState.AGAIN);
        }
        RuleGroupState before = store.load(cursor);
        RuleGroupState state = before;
        List<SlotOutcome> outcomes = new ArrayList<>();
        for (Instant slot : slots) {
            Map<RuleKey, RuleAnswer> atSlot = at(answers, step.askedAt(group, slot), slot.equals(first));
            SlotOutcome outcome = step.step(group, state, slot, isLate, atSlot);
            outcomes.add(outcome);
            state = outcome.after();
        }
        if (!metrics.written(outcomes, store.write(group, cursor, before, outcomes))) {
            return new Progress(cursor, CatchUpState.FENCED);
        }
        metrics.caughtUp(slots.size());
        return new Progress(new GroupCursor(cursor.group(), last, cursor.version() + 1), CatchUpState.DONE);
    }

    /** Whether fewer points may well be answered. */
    private static boolean isRefusedAsTooMuch(RangeAnswer answer) {
        return answer.failure()
                .filter(reason -> reason == QueryFailure.SERIES_LIMIT || reason == QueryFailure.QUERY_TOO_LARGE)
                .isPresent();
    }

    private static boolean isDataSourceTrouble(RangeAnswer answer) {
        return answer.failure().filter(QueryFailure::concernsDataSource).isPresent();
    }

    private static boolean hasUnanswered(RuleGroup group, Map<RuleKey, RangeAnswer> answers) {
        return group.rules().stream()
                .filter(rule -> rule.onError() == ErrorPolicy.KEEP)
                .anyMatch(rule -> {
                    RangeAnswer answer = answers.get(rule.key());
                    return answer != null
                            && answer.failure()
                                    .filter(QueryFailure::isWorthRepeating)
                                    .isPresent();
                });
    }

    /** What is too much for one question is not for two; a single slot is then the question that live asks. */
    private Progress inHalves(
            RuleGroup group, GroupCursor cursor, List<Instant> slots, boolean isLate, boolean isPatient) {
        int middle = slots.size() / 2;
        Progress half = runSome(group, cursor, slots.subList(0, middle), isLate, isPatient);
        return half.state() == CatchUpState.DONE
                ? runSome(group, half.cursor(), slots.subList(middle, slots.size()), isLate, isPatient)
                : half;
    }

    private static Map<RuleKey, RuleAnswer> at(Map<RuleKey, RangeAnswer> answers, Instant time, boolean isFirst) {
        Map<RuleKey, RuleAnswer> atTime = new HashMap<>();
        answers.forEach((rule, answer) -> atTime.put(rule, answer.at(time, isFirst)));
        return atTime;
    }
}
