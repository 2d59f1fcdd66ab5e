package io.tocsin.delivery.worker;

import io.tocsin.task.RepeatingTask;
import java.time.Duration;

/** The step of the task that works deliveries off. */
final class DeliverySteps implements RepeatingTask.Step {

    private final DeliveryWorker worker;
    private final Duration pause;
    private boolean mayHaveLeftovers;

    /** @param isDatabaseMine whether no other process can be using the database */
    DeliverySteps(DeliveryWorker worker, Duration pause, boolean isDatabaseMine) {
        this.worker = worker;
        this.pause = pause;
        this.mayHaveLeftovers = isDatabaseMine;
    }

    @Override
    public Duration run() {
        if (mayHaveLeftovers) {
            worker.takeOverLeftovers();
            mayHaveLeftovers = false;
        }
        worker.step();
        return pause;
    }
}
