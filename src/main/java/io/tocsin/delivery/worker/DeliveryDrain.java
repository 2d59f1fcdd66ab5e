package io.tocsin.delivery.worker;

import io.tocsin.task.StopOrder;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Waits at the stop for the attempts that are on their way, once the task that begins them has stopped; what takes longer
 * is taken over when its lease runs out.
 */
final class DeliveryDrain implements SmartLifecycle {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int LOOK_EVERY_MILLIS = 20;

    private final DeliveryWorker worker;
    private volatile boolean isRunning;

    DeliveryDrain(DeliveryWorker worker) {
        this.worker = worker;
    }

    /** After the task that begins attempts, and before what attempts need. */
    @Override
    public int getPhase() {
        return StopOrder.DELIVERY.phase() - 1;
    }

    @Override
    public void start() {
        isRunning = true;
    }

    @Override
    public void stop() {
        isRunning = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (worker.inFlight() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_EVERY_MILLIS);
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
