package io.tocsin.dispatch;

import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.Trend;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Fetches the log lines for several messages at once, within one budget of time. */
@Component
class EvidenceRound {

    private static final int MANY = 5;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final EvidenceSource source;
    private final TrendSource trends;
    private final DispatchSettings settings;
    private volatile Instant pausedUntil = Instant.MIN;

    EvidenceRound(EvidenceSource source, TrendSource trends, DispatchSettings settings) {
        this.source = source;
        this.trends = trends;
        this.settings = settings;
    }

    /** The alerts of one message for which lines are asked: those it tells as firing, the first ones first. */
    List<MessageComposer.ListedAlert> choose(List<MessageComposer.ListedAlert> listed, boolean isRepeat) {
        return listed.stream()
                .filter(alert -> alert.alert().rule().evidence().lines() > 0)
                .filter(alert ->
                        isRepeat ? alert.member().isFiring() : !alert.member().told())
                .limit(settings.evidencePerMessage())
                .toList();
    }

    /**
     * Waits for the budget at most; what is not there by then says so. When a whole round was in vain, the next ones are
     * left out for a while, so that a slow log source cannot hold up a storm. By alert key.
     */
    Map<String, Evidence> fetch(List<MessageComposer.ListedAlert> alerts, Instant at) {
        Map<String, Evidence> evidence = lines(alerts, at);
        Map<EvidencePlace, Trend> known = new HashMap<>();
        for (MessageComposer.ListedAlert alert : alerts) {
            EvidencePlace place =
                    new EvidencePlace(alert.alert().rule().key(), alert.alert().slot());
            Trend trend = known.computeIfAbsent(place, unknown -> trends.of(alert.alert()));
            evidence.computeIfPresent(alert.key(), (key, lines) -> lines.with(trend));
        }
        return evidence;
    }

    /** All alerts of a rule in one slot have the same course. */
    private record EvidencePlace(RuleKey rule, Instant slot) {}

    private Map<String, Evidence> lines(List<MessageComposer.ListedAlert> alerts, Instant at) {
        Map<String, Evidence> evidence = new HashMap<>();
        if (at.isBefore(pausedUntil)) {
            alerts.forEach(alert -> evidence.put(
                    alert.key(), Evidence.failed(Evidence.Cause.SOURCE_SLOW, "the log source is too slow at present")));
            return evidence;
        }
        Map<String, CompletableFuture<Evidence>> pending = new HashMap<>();
        alerts.forEach(alert -> pending.put(alert.key(), source.fetch(alert.alert())));
        await(CompletableFuture.allOf(pending.values().toArray(CompletableFuture[]::new)));
        if (pending.size() >= MANY && pending.values().stream().noneMatch(CompletableFuture::isDone)) {
            pausedUntil = at.plus(PAUSE);
        }
        pending.forEach((key, future) -> evidence.put(key, result(future)));
        return evidence;
    }

    private void await(CompletableFuture<Void> all) {
        try {
            all.get(settings.evidenceBudget().toMillis(), TimeUnit.MILLISECONDS);
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
            return Evidence.failed(
                    Evidence.Cause.NO_ANSWER,
                    "no answer within " + settings.evidenceBudget().toMillis() + " ms");
        }
        return future.isCompletedExceptionally() ? Evidence.failed("the query failed") : future.join();
    }
}
