package io.tocsin.delivery.worker;

import io.tocsin.database.DatabaseFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of attempts and could not be written down because the database went away. It is written when the database
 * is back, and before anything is taken over: a message that the chat has is not sent again because of it.
 */
final class UnrecordedAttempts {

    /** All leases have run out while the database was away; the other replicas, too, need a moment to say what they know. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(UnrecordedAttempts.class);

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean isStepUnfinished;
    private volatile Instant takeOverFrom = Instant.MIN;

    /** Keeps something that writes; it must do no harm when it is done twice. */
    void keep(Runnable write) {
        waiting.add(write);
    }

    /** To be called at the beginning of a step. Writes what waits. */
    void beginStep(Instant now) {
        if (isStepUnfinished) {
            takeOverFrom = now.plus(GRACE);
        }
        isStepUnfinished = true;
        write();
    }

    /** Writes what waits, and throws while the database is away. */
    void write() {
        for (Runnable next = waiting.peek(); next != null; next = waiting.peek()) {
            write(next);
            waiting.remove(next);
        }
    }

    private static void write(Runnable next) {
        try {
            next.run();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (DatabaseFailures.isPassing(e)) {
                throw e;
            }
            log.error("Attempt not recorded, the lease will run out", e);
        }
    }

    /** To be called when a step got to its end; one that does not has met a database that is away. */
    void endStep() {
        isStepUnfinished = false;
    }

    /** Whether rows whose lease is over may be taken from their workers. */
    boolean mayTakeOver(Instant now) {
        return !now.isBefore(takeOverFrom);
    }
}
