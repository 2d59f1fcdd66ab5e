package io.tocsin.task;

import io.tocsin.watch.Severity;
import java.time.Duration;

/** Work that is to succeed again and again, and what is known of it. Never blocks. */
public interface RepeatedWork {

    String name();

    /** How often it is expected to succeed at the least. */
    Duration period();

    /** How often it has succeeded since the start of the process. */
    long successes();

    /** How often it has failed since the start of the process. */
    long failures();

    /** Since the start when it has not succeeded yet. */
    Duration sinceSuccess();

    /** What the last failure was, in one line; empty when there was none. */
    String lastFailure();

    /** Whether it fails in a way that lasts as long as the process: classes are missing, or there is no memory. */
    boolean needsNewProcess();

    /** How much it matters when it has not succeeded for too long. */
    Severity severityWhenLate();

    /** Whether it is meant to go on now. */
    boolean isRunning();

    /** Whether it was started, was not stopped, and yet cannot go on: only a new process mends that. */
    boolean isDead();
}
