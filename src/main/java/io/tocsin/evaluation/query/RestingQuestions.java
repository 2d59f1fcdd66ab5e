package io.tocsin.evaluation.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Shared questions that are not put for a while, because it was no use; their rules are asked one by one. */
final class RestingQuestions {

    /** What was no use is tried again after so long, and after so many slots. */
    private static final Duration SHORTEST_REST = Duration.ofMinutes(10);

    private static final int REST_SLOTS = 10;
    private static final int MOST_REMEMBERED = 5_000;

    private final MeterRegistry meters;
    private final Map<SharedText, RestUntil> resting = new ConcurrentHashMap<>();

    RestingQuestions(MeterRegistry meters) {
        this.meters = meters;
    }

    private record SharedText(String dataSource, String text) {}

    /** @param until the time of a question, not of the clock */
    private record RestUntil(Instant until, String reason) {}

    /** Until when a way to ask cheaper is left alone that was no use at a time. */
    static Instant until(RuleGroup group, Instant at) {
        Duration slots = group.interval().multipliedBy(REST_SLOTS);
        return at.plus(slots.compareTo(SHORTEST_REST) > 0 ? slots : SHORTEST_REST);
    }

    /** @param reason a {@link QueryFailure#word}, or {@code cancelled}, {@code unclear}, {@link QuestionSharing#COSTLY} */
    void add(RuleGroup group, String text, Instant at, String reason) {
        meters.counter("tocsin.rule.questions.unshared", "reason", reason).increment();
        if (resting.size() > MOST_REMEMBERED) {
            resting.clear();
        }
        resting.put(new SharedText(group.dataSource(), text), new RestUntil(until(group, at), reason));
    }

    /** Why the question is not put at a time; empty when it is. */
    String reason(String dataSource, String text, Instant at) {
        SharedText shared = new SharedText(dataSource, text);
        RestUntil found = resting.get(shared);
        if (found != null && !at.isBefore(found.until())) {
            resting.remove(shared, found);
            return "";
        }
        return found == null ? "" : found.reason();
    }
}
