package io.tocsin.task;

import io.tocsin.watch.Severity;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * A step that is repeated on a thread of its own for as long as the process runs. Whatever a step throws, Errors too, is
 * logged and counted, and the step is tried again after a pause; nothing but {@link #stop()} ends the loop. As a bean it is
 * started and stopped with the context, and {@link TaskWatch} reports it when it has not succeeded for too long.
 */
public final class RepeatingTask implements RepeatedWork, SmartLifecycle {

    /** What is repeated. */
    @FunctionalInterface
    public interface Step {

        /** Does the work once and returns how long to wait before the next time; {@link #wake()} shortens that. */
        Duration run() throws Exception;
    }

    private static final Logger log = LoggerFactory.getLogger(RepeatingTask.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);
    /** A failure that goes on is logged whole once, and then counted about once a minute. */
    private static final Duration LOG_AGAIN_AFTER = Duration.ofMinutes(1);

    private final String name;
    private final Duration period;
    private final Step step;
    private final Semaphore wakeUps = new Semaphore(0);
    private final WorkTally tally = new WorkTally();
    private final AtomicLong failuresInARow = new AtomicLong();
    private volatile boolean needsNewProcess;
    private volatile Severity severityWhenLate = Severity.UNREADY;
    private volatile StopOrder stopOrder = StopOrder.FIRST;
    private volatile boolean isRunning;
    private volatile @Nullable Thread thread;
    private long loggedAt;

    /**
     * @param name the thread's name, and the task's in logs, metrics and health
     * @param period how often it is expected to succeed at the least; also the pause before its first repetition when the
     *     step asks for none
     */
    public RepeatingTask(String name, Duration period, Step step) {
        this.name = name;
        this.period = period;
        this.step = step;
    }

    /** A task whose step always waits one period. */
    public static RepeatingTask every(Duration period, String name, Runnable step) {
        return new RepeatingTask(name, period, () -> {
            step.run();
            return period;
        });
    }

    /** When it is stopped, compared with others; {@link StopOrder#FIRST} unless this is called. Returns this. */
    public RepeatingTask stopping(StopOrder order) {
        stopOrder = order;
        return this;
    }

    /** How much it matters when it is late; {@link Severity#UNREADY} unless this is called. Returns this. */
    public RepeatingTask whenLate(Severity severity) {
        severityWhenLate = severity;
        return this;
    }

    @Override
    public int getPhase() {
        return stopOrder.phase();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public WorkTally tally() {
        return tally;
    }

    @Override
    public boolean needsNewProcess() {
        return needsNewProcess;
    }

    @Override
    public Severity severityWhenLate() {
        return severityWhenLate;
    }

    @Override
    public boolean isDead() {
        Thread current = thread;
        return isRunning && current != null && current.getState() == Thread.State.TERMINATED;
    }

    /** Lets the next step begin at once; called during a step, another one follows it without a pause. */
    public void wake() {
        wakeUps.release();
    }

    @Override
    public synchronized void start() {
        if (isRunning) {
            return;
        }
        isRunning = true;
        tally.begin();
        Thread started = new Thread(this::loop, name);
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /** Lets a step that runs come to its end, for some seconds; then it is interrupted. */
    @Override
    public synchronized void stop() {
        isRunning = false;
        wakeUps.release();
        Thread stopping = thread;
        thread = null;
        if (stopping == null || stopping == Thread.currentThread()) {
            return;
        }
        try {
            stopping.join(STOP_PATIENCE.toMillis());
            if (stopping.isAlive()) {
                stopping.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    private void loop() {
        // After a stop and a start another thread may run the loop; the old one ends.
        while (isRunning && thread == Thread.currentThread()) {
            Duration pause = stepOnce();
            try {
                if (wakeUps.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException e) {
                if (!isRunning) {
                    return;
                }
                // Whoever interrupted a step wanted it to end, not the loop.
                log.warn("Task was interrupted, it goes on: task={}", name);
            }
        }
    }

    private Duration stepOnce() {
        try {
            Duration pause = step.run();
            succeeded();
            return pause;
        } catch (InterruptedException e) {
            return Duration.ZERO;
        } catch (Throwable e) { // A loop that an Error could end would end alerting without a word.
            return failed(e);
        }
    }

    private void succeeded() {
        tally.succeeded();
        needsNewProcess = false;
        long failed = failuresInARow.getAndSet(0);
        if (failed > 0) {
            log.info("Task succeeds again: task={} failures={}", name, failed);
        }
    }

    private Duration failed(Throwable failure) {
        long count = failuresInARow.incrementAndGet();
        needsNewProcess = isLasting(failure);
        try {
            String cause = WorkTally.oneLine(failure);
            report(failure, count, cause);
            tally.failed(cause);
        } catch (Throwable e) { // No memory for a log line: the next failure may find some.
            tally.failed("unknown");
        }
        long millis = Math.min(PAUSE_AFTER_FAILURE.toMillis() * count, LONGEST_PAUSE_AFTER_FAILURE.toMillis());
        return Duration.ofMillis(millis);
    }

    /** A stack overflow comes from what was being worked on, and a new process would meet it again. */
    private static boolean isLasting(Throwable failure) {
        return failure instanceof LinkageError
                || failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }

    private void report(Throwable failure, long count, String cause) {
        long now = System.nanoTime();
        if (count == 1) {
            loggedAt = now;
            log.error("Task failed, it is tried again: task={}", name, failure);
        } else if (now - loggedAt > LOG_AGAIN_AFTER.toNanos()) {
            loggedAt = now;
            log.error("Task keeps failing: task={} failures={} cause={}", name, count, cause);
        }
    }
}
