package io.tocsin.delivery.worker;

import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What is looked after now and then beside the deliveries themselves. Blocks. */
final class DeliveryUpkeep {

    static final Duration PERIOD = Duration.ofSeconds(10);

    private final DeliveryQueue queue;
    private final DeliveryHistory history;
    private final UnreadableDeliveries unreadable;
    private final ContactPointProbe probe;
    private final DeliveryMetrics metrics;
    private final DeliverySettings settings;
    private final Clock clock;
    private Instant nextProbe = Instant.EPOCH;

    DeliveryUpkeep(
            DeliveryQueue queue,
            DeliveryHistory history,
            UnreadableDeliveries unreadable,
            ContactPointProbe probe,
            DeliveryMetrics metrics,
            DeliverySettings settings,
            Clock clock) {
        this.queue = queue;
        this.history = history;
        this.unreadable = unreadable;
        this.probe = probe;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
    }

    void step() {
        Instant now = clock.instant();
        metrics.refresh(history);
        unreadable.takeUp(now);
        queue.forgetEnded();
        probe.tryNewEndpoints();
        if (!now.isBefore(nextProbe)) {
            probe.ask();
            nextProbe = now.plus(settings.probeInterval());
        }
    }
}
