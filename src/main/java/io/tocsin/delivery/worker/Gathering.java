package io.tocsin.delivery.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import reactor.core.scheduler.Scheduler;

/**
 * Lets what comes at about the same time be written together. What nothing else is to follow is written at once; while more
 * is expected, it is waited for, for a moment. Safe for several threads.
 */
final class Gathering<T> {

    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final int MOST_AT_ONCE = 100;

    private final Scheduler scheduler;
    private final IntSupplier expected;
    private final Consumer<List<T>> write;
    private final Queue<T> gathered = new ConcurrentLinkedQueue<>();

    /**
     * @param expected how many may be gathered, those that are not written yet among them
     * @param write called on the scheduler; must not throw
     */
    Gathering(Scheduler scheduler, IntSupplier expected, Consumer<List<T>> write) {
        this.scheduler = scheduler;
        this.expected = expected;
        this.write = write;
    }

    /** @throws RejectedExecutionException if it will never be written, because the scheduler has stopped */
    void add(T one) {
        gathered.add(one);
        long wait = gathered.size() < expected.getAsInt() ? MOMENT.toMillis() : 0;
        try {
            scheduler.schedule(this::writeAll, wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (gathered.remove(one)) {
                throw e;
            }
        }
    }

    private void writeAll() {
        for (List<T> next = next(); !next.isEmpty(); next = next()) {
            write.accept(next);
        }
    }

    private List<T> next() {
        List<T> next = new ArrayList<>();
        for (T one = gathered.poll(); one != null; one = next.size() < MOST_AT_ONCE ? gathered.poll() : null) {
            next.add(one);
        }
        return next;
    }
}
