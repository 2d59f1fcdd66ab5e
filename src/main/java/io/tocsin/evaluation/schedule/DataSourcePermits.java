package io.tocsin.evaluation.schedule;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Limits how many groups of one data source are evaluated at the same time, so that a data source that hangs cannot take
 * all threads from the others.
 */
public final class DataSourcePermits {

    private final int perDataSource;
    private final Map<String, Semaphore> semaphores = new ConcurrentHashMap<>();

    public DataSourcePermits(int threads) {
        this.perDataSource = Math.max(1, threads * 3 / 4);
    }

    /** Runs the action and returns true, or returns false at once when the data source is busy. */
    boolean runIfFree(String dataSource, Runnable action) {
        Semaphore semaphore = semaphores.computeIfAbsent(dataSource, name -> new Semaphore(perDataSource));
        if (!semaphore.tryAcquire()) {
            return false;
        }
        try {
            action.run();
        } finally {
            semaphore.release();
        }
        return true;
    }
}
