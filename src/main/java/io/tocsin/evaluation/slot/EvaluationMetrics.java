package io.tocsin.evaluation.slot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.alert.RuleHealth;
import io.tocsin.evaluation.state.SlotOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The metrics of evaluation. Every due slot is evaluated, skipped, or written by another replica first:
 * {@code due = tocsin.slots{outcome=live} + {caught_up} + {skipped} + {fenced}}. A slot that waits for its data source
 * ({@code held}) is counted again when it is caught up or skipped, and one before which another replica has written about its
 * group ({@code fenced}) when it is evaluated after all.
 */
@Component
public class EvaluationMetrics {

    private final MeterRegistry registry;
    private final Timer duration;
    private final Timer startDelay;
    /** A meter is found by its name and tags, which is more work than counting, at each rule of each slot. */
    private final Map<RuleHealth, Counter> evaluations = new ConcurrentHashMap<>();

    public EvaluationMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.duration = Timer.builder("tocsin.group.evaluation")
                .description("Time from the start of a group's evaluation to its commit")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        this.startDelay = Timer.builder("tocsin.group.start.delay")
                .description("Time from a slot to the start of its evaluation")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        for (String outcome : new String[] {"live", "caught_up", "skipped", "fenced", "held"}) {
            slots(outcome);
        }
    }

    public void started(Duration delay) {
        startDelay.record(delay);
    }

    public void finished(Duration took) {
        duration.record(took);
    }

    void live() {
        slots("live").increment();
    }

    void caughtUp(long slots) {
        slots("caught_up").increment(slots);
    }

    public void skipped(long slots) {
        slots("skipped").increment(slots);
    }

    /** A look between slots: {@code fired}, {@code nothing}, or {@code postponed} because the group was busy. */
    public void early(String outcome) {
        registry.counter("tocsin.early.evaluations", "outcome", outcome).increment();
    }

    void held() {
        slots("held").increment();
    }

    /** Rules that had no answer at first and were asked again while their slot lasted. */
    void askedAgain(int answered, int unanswered) {
        registry.counter("tocsin.rule.repetitions", "outcome", "answered").increment(answered);
        registry.counter("tocsin.rule.repetitions", "outcome", "unanswered").increment(unanswered);
    }

    /** Counts what became of slots that were to be written, and says again whether they are. */
    boolean written(List<SlotOutcome> outcomes, boolean isWritten) {
        if (isWritten) {
            outcomes.forEach(this::evaluated);
        } else {
            slots("fenced").increment();
        }
        return isWritten;
    }

    private void evaluated(SlotOutcome outcome) {
        outcome.rules().values().forEach(rule -> {
            evaluations
                    .computeIfAbsent(rule.outcome().health(), this::evaluations)
                    .increment();
            if (!rule.outcome().errorReason().isEmpty()) {
                registry.counter(
                                "tocsin.rule.evaluation.failures",
                                "reason",
                                rule.outcome().errorReason())
                        .increment();
            }
        });
    }

    private Counter evaluations(RuleHealth health) {
        return registry.counter(
                "tocsin.rule.evaluations", "health", health.name().toLowerCase(Locale.ROOT));
    }

    private Counter slots(String outcome) {
        return registry.counter("tocsin.slots", "outcome", outcome);
    }
}
