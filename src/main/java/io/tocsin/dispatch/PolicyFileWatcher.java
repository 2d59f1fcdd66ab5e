package io.tocsin.dispatch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks at the policies file at an interval; comparing contents also works where the file system sends no events. */
@Component
class PolicyFileWatcher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PolicyFileWatcher.class);

    private final PolicyCatalog catalog;
    private final PolicySettings settings;
    private @Nullable ScheduledExecutorService executor;

    PolicyFileWatcher(PolicyCatalog catalog, PolicySettings settings) {
        this.catalog = catalog;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        long millis = settings.policiesReload().toMillis();
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "policies-file");
            thread.setDaemon(true);
            return thread;
        });
        started.scheduleWithFixedDelay(this::reloadSafely, millis, millis, TimeUnit.MILLISECONDS);
        executor = started;
    }

    /** The schedule ends with the first exception, and it must not end. */
    private void reloadSafely() {
        try {
            catalog.reload();
        } catch (RuntimeException e) {
            log.error("The policies file could not be looked at; it is tried again.", e);
        }
    }

    @Override
    public synchronized void stop() {
        if (executor != null) {
            executor.shutdownNow();
            executor = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }
}
