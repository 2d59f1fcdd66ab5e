package io.tocsin.delivery.worker;

import io.tocsin.delivery.store.DeliveriesWaiting;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/** The thread that steps the worker: at every wake-up, and at the poll interval. */
final class DeliveryLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration CLEAN_UP_INTERVAL = Duration.ofHours(1);
    private static final Duration METRICS_INTERVAL = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

    private final DeliveryWorker worker;
    private final ContactPointProbe probe;
    private final DeliveryQueue queue;
    private final DeliveryHistory history;
    private final DeliveryMetrics metrics;
    private final DeliverySettings settings;
    private final Clock clock;
    private final boolean isDatabaseMine;
    private final Semaphore wakeUps = new Semaphore(0);
    private Instant nextCleanUp = Instant.EPOCH;
    private Instant nextMetrics = Instant.EPOCH;
    private Instant nextProbe = Instant.EPOCH;
    private volatile boolean isRunning;
    private volatile @Nullable Thread thread;

    /** @param isDatabaseMine whether no other process can be using the database */
    DeliveryLoop(
            DeliveryWorker worker,
            ContactPointProbe probe,
            DeliveryQueue queue,
            DeliveryHistory history,
            DeliveryMetrics metrics,
            DeliverySettings settings,
            Clock clock,
            boolean isDatabaseMine) {
        this.worker = worker;
        this.probe = probe;
        this.queue = queue;
        this.history = history;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
        this.isDatabaseMine = isDatabaseMine;
    }

    @EventListener(DeliveriesWaiting.class)
    public void wakeUp() {
        wakeUps.release();
    }

    @Override
    public void start() {
        isRunning = true;
        Thread loop = new Thread(this::run, "delivery");
        thread = loop;
        loop.start();
    }

    private void run() {
        if (isDatabaseMine) {
            attempt(() -> worker.takeOverLeftovers());
        }
        while (isRunning) {
            attempt(worker::step);
            attempt(this::maintain);
            try {
                if (wakeUps.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void maintain() {
        Instant now = clock.instant();
        if (!now.isBefore(nextMetrics)) {
            nextMetrics = now.plus(METRICS_INTERVAL);
            metrics.refresh(queue, history);
            probe.tryNewEndpoints();
        }
        if (!now.isBefore(nextProbe)) {
            nextProbe = now.plus(settings.probeInterval());
            probe.ask();
        }
        if (!now.isBefore(nextCleanUp)) {
            nextCleanUp = now.plus(CLEAN_UP_INTERVAL);
            queue.deleteEndedBefore(now.minus(settings.history()));
        }
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("Delivery step failed, the next one follows", e);
        }
    }

    /** Stops claiming, then waits for what is on its way; what takes longer is taken over when its lease runs out. */
    @Override
    public void stop() {
        isRunning = false;
        wakeUps.release();
        Thread loop = thread;
        try {
            if (loop != null) {
                loop.join(STOP_TIMEOUT.toMillis());
            }
            long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
            while (worker.inFlight() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
