package io.tocsin.contactpoint.file;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/** Reads the contact points anew every two seconds: file events do not work on all mounted volumes, and other replicas
 * may have changed the table. */
public final class ContactPointWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ContactPointWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final List<Runnable> reloads;
    private volatile Disposable task = Disposables.disposed();

    public ContactPointWatch(List<Runnable> reloads) {
        this.reloads = List.copyOf(reloads);
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
        for (Runnable reload : reloads) {
            try {
                reload.run();
            } catch (RuntimeException e) {
                LOG.error("Contact points not reloaded", e);
            }
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
