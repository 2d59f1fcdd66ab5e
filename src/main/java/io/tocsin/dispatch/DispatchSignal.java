package io.tocsin.dispatch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Wakes the dispatch loop of this process, so that it need not wait for its next poll. */
@Component
public class DispatchSignal {

    private final Semaphore wakeUps = new Semaphore(0);

    /** Says that there is something to do. Never blocks. */
    public void wake() {
        wakeUps.release();
    }

    /** The same, once the caller's transaction has committed; at once when there is none. */
    public void wakeAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            wake();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wake();
            }
        });
    }

    /** Waits for a wake-up, at most for the given time. */
    void await(Duration patience) throws InterruptedException {
        if (wakeUps.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            wakeUps.drainPermits();
        }
    }
}
