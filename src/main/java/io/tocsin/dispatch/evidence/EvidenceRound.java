package io.tocsin.dispatch.evidence;

import io.tocsin.alert.Alert;
import io.tocsin.datasource.QueryOrigin.AskedFor;
import io.tocsin.dispatch.evidence.EvidenceSource.EvidenceReach;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.Trend;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Fetches the log lines for several messages at once, within one budget of time. */
public class EvidenceRound {

    private static final int MANY = 5;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final EvidenceSource source;
    private final Function<Alert, Trend> trends;
    private final Duration budget;
    private final int alertsPerMessage;
    private volatile Instant pausedUntil = Instant.MIN;

    /**
     * @param trends the course of the value of an alert's rule up to its slot; blocks, and never fails
     * @param budget how long a message waits for log lines
     * @param alertsPerMessage for how many alerts of one message they are asked
     */
    public EvidenceRound(EvidenceSource source, Function<Alert, Trend> trends, Duration budget, int alertsPerMessage) {
        this.source = source;
        this.trends = trends;
        this.budget = budget;
        this.alertsPerMessage = alertsPerMessage;
    }

    /** The alerts of one message for which lines are asked: those it tells as firing, the first ones first. */
    public List<ListedAlert> choose(List<ListedAlert> listed, boolean isRepeat) {
        return listed.stream()
                .filter(alert -> alert.alert().rule().evidence().lines() > 0)
                .filter(alert ->
                        isRepeat ? alert.member().isFiring() : !alert.member().told())
                .limit(alertsPerMessage)
                .toList();
    }

    /**
     * Waits for the budget at most; what is not there by then says so. When a whole round was in vain, the next ones are
     * left out for a while, so that a slow log source cannot hold up a storm. By alert key.
     *
     * @param messages the chosen alerts of each; an alert may be in several
     */
    public Map<String, Evidence> fetch(List<List<ListedAlert>> messages, Instant at) {
        Map<String, LinesWanted> questions = questions(messages);
        Map<String, Evidence> evidence = lines(questions, at);
        Map<EvidencePlace, Trend> known = new HashMap<>();
        questions.forEach((key, question) -> {
            Alert alert = question.alert();
            Trend trend = known.computeIfAbsent(
                    new EvidencePlace(alert.rule().key(), alert.slot()), unknown -> trends.apply(alert));
            evidence.computeIfPresent(key, (same, lines) -> lines.with(trend));
        });
        return evidence;
    }

    /** What is asked for an alert, once for all messages that tell of it. */
    private record LinesWanted(Alert alert, EvidenceReach reach) {

        private LinesWanted wider(LinesWanted other) {
            return reach == EvidenceReach.SURROUNDINGS ? this : other;
        }
    }

    /** All alerts of a rule in one slot have the same course. */
    private record EvidencePlace(RuleKey rule, Instant slot) {}

    /** However many alerts a message has, it costs one query more. */
    private static Map<String, LinesWanted> questions(List<List<ListedAlert>> messages) {
        Map<String, LinesWanted> questions = new LinkedHashMap<>();
        for (List<ListedAlert> message : messages) {
            EvidenceReach reach = EvidenceReach.SURROUNDINGS;
            for (ListedAlert listed : message) {
                questions.merge(listed.key(), new LinesWanted(listed.alert(), reach), LinesWanted::wider);
                if (listed.alert().rule().evidence().wantsSurroundings()) {
                    reach = EvidenceReach.LINES;
                }
            }
        }
        return questions;
    }

    private Map<String, Evidence> lines(Map<String, LinesWanted> questions, Instant at) {
        Map<String, Evidence> evidence = new HashMap<>();
        if (at.isBefore(pausedUntil)) {
            questions
                    .keySet()
                    .forEach(key -> evidence.put(
                            key, Evidence.failed(Evidence.Cause.SOURCE_SLOW, "the log source is too slow at present")));
            return evidence;
        }
        Map<String, CompletableFuture<Evidence>> pending = new HashMap<>();
        questions.forEach(
                (key, question) -> pending.put(key, source.fetch(question.alert(), question.reach(), AskedFor.RULE)));
        await(CompletableFuture.allOf(pending.values().toArray(CompletableFuture[]::new)));
        if (pending.size() >= MANY && pending.values().stream().noneMatch(CompletableFuture::isDone)) {
            pausedUntil = at.plus(PAUSE);
        }
        pending.forEach((key, future) -> evidence.put(key, result(future)));
        return evidence;
    }

    private void await(CompletableFuture<Void> all) {
        try {
            all.get(budget.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Each result is looked at by itself; a late or broken one becomes a remark in the message.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Evidence result(CompletableFuture<Evidence> future) {
        if (!future.isDone()) {
            future.cancel(true);
            return Evidence.failed(Evidence.Cause.NO_ANSWER, "no answer within " + budget.toMillis() + " ms");
        }
        return future.isCompletedExceptionally() ? Evidence.failed("the query failed") : future.join();
    }
}
