package io.tocsin.task;

import io.tocsin.watch.Severity;
import java.time.Duration;

/** Work that is to succeed again and again, and what is known of it. Never blocks. */
public interface RepeatedWork {

    String name();

    /** How often it is expected to succeed at the least. */
    Duration period();

    /** How it has fared. */
    WorkTally tally();

    /** How much it matters when it has not succeeded for too long. */
    default Severity severityWhenLate() {
        return Severity.UNREADY;
    }

    /** Whether it is meant to go on now. */
    boolean isRunning();

    /** Whether it fails in a way that lasts as long as the process: classes are missing, or there is no memory. */
    default boolean needsNewProcess() {
        return false;
    }

    /** Whether it was started, was not stopped, and yet cannot go on: only a new process mends that. */
    default boolean isDead() {
        return false;
    }
}
