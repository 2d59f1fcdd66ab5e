package io.tocsin.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Steps the dispatcher on a thread of its own. Every process runs one; the database gives each batch of events and each
 * group to exactly one of them.
 */
@Component
class DispatchLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

    private static final Duration PURGE_INTERVAL = Duration.ofHours(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    private final Dispatcher dispatcher;
    private final DispatchSignal signal;
    private final NotificationHistory history;
    private final DispatchSettings settings;
    private final Clock clock;
    private volatile boolean running;
    private @Nullable Thread thread;
    private Instant nextPurge = Instant.MIN;

    DispatchLoop(
            Dispatcher dispatcher,
            DispatchSignal signal,
            NotificationHistory history,
            DispatchSettings settings,
            Clock clock) {
        this.dispatcher = dispatcher;
        this.signal = signal;
        this.history = history;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        running = true;
        Thread started = new Thread(this::run, "dispatch");
        thread = started;
        started.start();
    }

    @Override
    public synchronized void stop() {
        running = false;
        signal.wake();
        Thread stopping = thread;
        if (stopping == null) {
            return;
        }
        try {
            stopping.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            Duration pause = stepSafely();
            await(pause);
        }
    }

    /** The loop must survive everything, a database that is away included. */
    private Duration stepSafely() {
        try {
            boolean more = dispatcher.step();
            purge();
            return more ? Duration.ZERO : settings.pollInterval();
        } catch (RuntimeException e) {
            log.error("Dispatch failed; it is tried again. retryIn={}", PAUSE_AFTER_FAILURE, e);
            return PAUSE_AFTER_FAILURE;
        }
    }

    private void purge() {
        Instant now = clock.instant();
        if (now.isBefore(nextPurge)) {
            return;
        }
        nextPurge = now.plus(PURGE_INTERVAL);
        Instant before = now.minus(settings.history());
        log.debug("Old notifications forgotten. rows={}", history.purge(before));
    }

    private void await(Duration pause) {
        try {
            if (!pause.isZero()) {
                signal.await(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }
}
