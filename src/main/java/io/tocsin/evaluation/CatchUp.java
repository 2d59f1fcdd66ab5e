package io.tocsin.evaluation;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes a group through slots that were missed, in order, with one range query per rule and through the same state
 * machine as live.
 */
@Component
class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);
    private static final int SLOTS_PER_TRANSACTION = 240;

    /** A slot that is late by less is only delayed: by a full queue, or a slow answer. */
    private static final Duration DELAY = Duration.ofSeconds(15);

    private final RuleQueries queries;
    private final SlotSteps steps;
    private final EvaluationMetrics metrics;

    CatchUp(RuleQueries queries, SlotSteps steps, EvaluationMetrics metrics) {
        this.queries = queries;
        this.steps = steps;
        this.metrics = metrics;
    }

    /** The cursor after the last missed slot; empty when another replica was there first. */
    Optional<GroupCursor> run(RuleGroup group, GroupCursor cursor, List<Instant> missed, Instant current) {
        GroupCursor reached = cursor;
        boolean isLate = !missed.isEmpty() && isLate(group, missed.get(0), current);
        for (int from = 0; from < missed.size(); from += SLOTS_PER_TRANSACTION) {
            List<Instant> some = missed.subList(from, Math.min(from + SLOTS_PER_TRANSACTION, missed.size()));
            Optional<GroupCursor> next = runSome(group, reached, some, isLate);
            if (next.isEmpty()) {
                return next;
            }
            reached = next.get();
        }
        return Optional.of(reached);
    }

    /** All of one catch-up or none, because what comes of it is told together. */
    private static boolean isLate(RuleGroup group, Instant oldest, Instant current) {
        return Duration.between(oldest, current).compareTo(group.interval().plus(DELAY)) > 0;
    }

    private Optional<GroupCursor> runSome(RuleGroup group, GroupCursor cursor, List<Instant> slots, boolean isLate) {
        Duration offset = steps.queryOffset(group);
        Instant first = slots.get(0);
        Instant last = slots.get(slots.size() - 1);
        Map<RuleKey, RangeAnswer> answers = queries.askRange(group, first.minus(offset), last.minus(offset));
        if (!answers.isEmpty() && answers.values().stream().allMatch(RangeAnswer::isDataSourceTrouble)) {
            log.warn("missed slots could not be asked and are skipped group={} slots={}", group.key(), slots.size());
            metrics.skipped(slots.size());
            return Optional.of(cursor);
        }
        GroupProgress progress = steps.begin(group, cursor);
        for (Instant slot : slots) {
            steps.step(progress, slot, isLate, at(answers, slot.minus(offset), slot.equals(first)));
        }
        if (!steps.write(progress)) {
            return Optional.empty();
        }
        metrics.caughtUp(slots.size());
        return Optional.of(new GroupCursor(cursor.group(), last, cursor.version() + 1));
    }

    private static Map<RuleKey, RuleAnswer> at(Map<RuleKey, RangeAnswer> answers, Instant time, boolean isFirst) {
        Map<RuleKey, RuleAnswer> atTime = new HashMap<>();
        answers.forEach((rule, answer) -> atTime.put(rule, answer.at(time, isFirst)));
        return atTime;
    }
}
