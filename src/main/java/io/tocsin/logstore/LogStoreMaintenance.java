package io.tocsin.logstore;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flushes the log store and applies its retention, on a thread of its own, until closed. */
final class LogStoreMaintenance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogStoreMaintenance.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "log-store-maintenance");
        thread.setDaemon(true);
        return thread;
    });

    LogStoreMaintenance(LogStore store, Duration syncInterval) {
        repeat(store::sync, syncInterval);
        repeat(store::retain, store.retentionInterval());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // runs until the executor is shut down
    private void repeat(Runnable task, Duration interval) {
        executor.scheduleWithFixedDelay(
                () -> runLogged(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("Maintenance of the log store failed; it is tried again", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        executor.shutdownNow();
        if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("Maintenance of the log store did not end in time");
        }
    }
}
