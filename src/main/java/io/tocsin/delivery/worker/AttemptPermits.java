package io.tocsin.delivery.worker;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many attempts may be on their way at once. */
final class AttemptPermits {

    private final int all;
    private final Semaphore free;

    AttemptPermits(int all) {
        this.all = all;
        this.free = new Semaphore(all);
    }

    /** The right to one attempt. Whoever ends the attempt gives it back; giving it back again does nothing. */
    final class Permit {

        private final AtomicBoolean isBack = new AtomicBoolean();

        void giveBack() {
            if (isBack.compareAndSet(false, true)) {
                free.release();
            }
        }
    }

    /** Empty when all are in use. Never blocks. */
    Optional<Permit> tryTake() {
        return free.tryAcquire() ? Optional.of(new Permit()) : Optional.empty();
    }

    int inUse() {
        return all - free.availablePermits();
    }
}
