package io.tocsin.evaluation.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import io.tocsin.task.RepeatedWork;
import io.tocsin.task.StopOrder;
import io.tocsin.task.WorkTally;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The scheduler's own loop as work that is watched: it looks for due groups several times a second. It is stopped before
 * what works off its results.
 */
@Component
final class SchedulerWork extends AbstractSchedulerListener implements RepeatedWork, SmartLifecycle {

    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    private final ObjectProvider<Scheduler> scheduler;
    private final WorkTally tally = new WorkTally();
    private volatile boolean isRunning;

    SchedulerWork(ObjectProvider<Scheduler> scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void onSchedulerEvent(SchedulerEventType type) {
        switch (type) {
            // Who has no thread left looks for nothing, and says of those that are busy that they are.
            case RAN_EXECUTE_DUE, RAN_UPDATE_HEARTBEATS -> tally.succeeded();
            case UNEXPECTED_ERROR, FAILED_HEARTBEAT, COMPLETIONHANDLER_ERROR, FAILUREHANDLER_ERROR ->
                tally.failed("the scheduler met " + type.name().toLowerCase(Locale.ROOT) + "; see the log");
            case DEAD_EXECUTION, RAN_DETECT_DEAD, FAILED_MULTIPLE_HEARTBEATS, UNRESOLVED_TASK -> {
                // They say nothing of whether due groups are found.
            }
        }
    }

    /** It was looked for due groups, whether there were some or none. */
    void hasLooked() {
        tally.succeeded();
    }

    /** Has it looked for due groups now. */
    void look() {
        if (isRunning) {
            scheduler.ifAvailable(Scheduler::triggerCheckForDueExecutions);
        }
    }

    @Override
    public void start() {
        isRunning = true;
    }

    /** Begins no further evaluation and waits for those that run; the scheduler's own threads end with its bean. */
    @Override
    public void stop() {
        isRunning = false;
        scheduler.ifAvailable(SchedulerWork::drain);
    }

    private static void drain(Scheduler scheduler) {
        scheduler.pause();
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        try {
            while (!scheduler.getCurrentlyExecuting().isEmpty() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int getPhase() {
        return StopOrder.EVALUATION.phase();
    }

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public WorkTally tally() {
        return tally;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
