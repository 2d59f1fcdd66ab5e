package io.tocsin.delivery.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.tocsin.delivery.DeliveryOutcome;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.FailureReason;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.rule.ContactPointName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of deliveries. waiting = queued - delivered - rejected - expired - dropped. */
final class DeliveryMetrics {

    private final MeterRegistry registry;
    private final AtomicReference<@Nullable Instant> oldestWaiting = new AtomicReference<>();

    DeliveryMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        TimeGauge.builder("tocsin.delivery.oldest.waiting", () -> age(clock.instant()), TimeUnit.SECONDS)
                .description("How long the oldest waiting delivery has been waiting; 0 when none waits")
                .register(registry);
    }

    private double age(Instant now) {
        Instant oldest = oldestWaiting.get();
        return oldest == null ? 0 : Math.max(Duration.between(oldest, now).toMillis() / 1000.0, 0);
    }

    void refresh(DeliveryQueue queue) {
        oldestWaiting.set(queue.oldestWaiting().orElse(null));
    }

    void ended(ContactPointName contactPoint, DeliveryState state) {
        registry.counter(
                        "tocsin.deliveries",
                        "contact_point",
                        contactPoint.value(),
                        "state",
                        state.name().toLowerCase(java.util.Locale.ROOT))
                .increment();
    }

    void failed(ContactPointName contactPoint, FailureReason reason) {
        registry.counter("tocsin.delivery.failures", "contact_point", contactPoint.value(), "reason", reason.word())
                .increment();
    }

    void attempted(ContactPointName contactPoint, DeliveryOutcome outcome, Duration duration) {
        registry.timer(
                        "tocsin.delivery.attempt",
                        "contact_point",
                        contactPoint.value(),
                        "outcome",
                        Outcomes.word(outcome))
                .record(duration);
    }
}
