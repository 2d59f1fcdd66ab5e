package io.tocsin.contactpoint.file;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/** Looks at the file every two seconds; file events do not work on all mounted volumes. */
public final class ContactPointWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ContactPointWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final ContactPointCatalog catalog;
    private volatile Disposable task = Disposables.disposed();

    public ContactPointWatch(ContactPointCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void start() {
        task = Schedulers.boundedElastic()
                .schedulePeriodically(
                        this::look,
                        INTERVAL.toMillis(),
                        INTERVAL.toMillis(),
                        java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            catalog.reload();
        } catch (RuntimeException e) {
            LOG.error("Contact points not reloaded", e);
        }
    }

    @Override
    public void stop() {
        task.dispose();
    }

    @Override
    public boolean isRunning() {
        return !task.isDisposed();
    }
}
