package io.tocsin.delivery.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.rule.ContactPointName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of deliveries. waiting = queued - delivered - rejected - expired - dropped. */
final class DeliveryMetrics {

    private final MeterRegistry registry;
    private final ContactPoints contactPoints;
    private final MultiGauge waiting;
    private final AtomicInteger storms = new AtomicInteger();
    private final AtomicReference<@Nullable Instant> oldestWaiting = new AtomicReference<>();

    DeliveryMetrics(MeterRegistry registry, ContactPoints contactPoints, Clock clock) {
        this.registry = registry;
        this.contactPoints = contactPoints;
        this.waiting = MultiGauge.builder("tocsin.deliveries.waiting")
                .description("Deliveries that are queued, being sent, to be tried again, parked, or set aside")
                .register(registry);
        TimeGauge.builder("tocsin.delivery.oldest.waiting", () -> age(clock.instant()), TimeUnit.SECONDS)
                .description("How long the oldest waiting delivery has been waiting; 0 when none waits")
                .register(registry);
        Gauge.builder("tocsin.storms.active", storms, AtomicInteger::get)
                .description("Contact points that get a summary instead of single messages")
                .register(registry);
    }

    private double age(Instant now) {
        Instant oldest = oldestWaiting.get();
        return oldest == null ? 0 : Math.max(Duration.between(oldest, now).toMillis() / 1000.0, 0);
    }

    void refresh(DeliveryHistory history) {
        oldestWaiting.set(history.oldestWaiting().orElse(null));
        waiting.register(
                history.countWaiting().entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(tags(new ContactPointName(entry.getKey())), entry.getValue()))
                        .toList(),
                true);
    }

    void storms(int active) {
        storms.set(active);
    }

    void stormBegan(ContactPointName contactPoint) {
        registry.counter("tocsin.storms", tags(contactPoint)).increment();
    }

    void ended(ContactPointName contactPoint, DeliveryState state) {
        registry.counter(
                        "tocsin.deliveries",
                        tags(contactPoint).and("state", state.name().toLowerCase(Locale.ROOT)))
                .increment();
    }

    void setAside(ContactPointName contactPoint, int count) {
        registry.counter("tocsin.deliveries.set.aside", tags(contactPoint)).increment(count);
    }

    void failed(ContactPointName contactPoint, FailureReason reason) {
        registry.counter("tocsin.delivery.failures", tags(contactPoint).and("reason", reason.word()))
                .increment();
    }

    void attempted(ContactPointName contactPoint, DeliveryOutcome outcome, Duration duration) {
        registry.timer("tocsin.delivery.attempt", tags(contactPoint).and("outcome", outcome.word()))
                .record(duration);
    }

    private Tags tags(ContactPointName contactPoint) {
        String kind = contactPoints
                .find(contactPoint)
                .map(ContactPoint::kind)
                .map(known -> known.word())
                .orElse("unknown");
        return Tags.of("contact_point", contactPoint.value(), "kind", kind);
    }
}
