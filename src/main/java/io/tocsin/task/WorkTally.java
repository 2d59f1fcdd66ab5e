package io.tocsin.task;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How repeated work has fared since the start of the process. Safe for several threads. */
public final class WorkTally {

    private final AtomicLong successes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile long succeededAt = System.nanoTime();
    private volatile String lastFailure = "";

    /** The work begins, or begins anew: until it succeeds, this is what it is waited for from. */
    public void begin() {
        succeededAt = System.nanoTime();
    }

    public void succeeded() {
        successes.incrementAndGet();
        succeededAt = System.nanoTime();
    }

    /** @param why in one line */
    public void failed(String why) {
        failures.incrementAndGet();
        lastFailure = why;
    }

    public long successes() {
        return successes.get();
    }

    public long failures() {
        return failures.get();
    }

    /** Since the start when it has not succeeded yet. */
    public Duration sinceSuccess() {
        return Duration.ofNanos(System.nanoTime() - succeededAt);
    }

    /** What the last failure was, in one line; empty when there was none. */
    public String lastFailure() {
        return lastFailure;
    }

    /** A failure in one line. */
    static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        String firstLine =
                message == null ? "" : ": " + message.lines().findFirst().orElse("");
        return failure.getClass().getSimpleName() + firstLine;
    }
}
