package io.tocsin.dispatch.store;

import io.tocsin.database.AfterCommit;
import org.springframework.stereotype.Component;

/** Wakes the dispatch task of this process, so that it need not wait for its next poll. */
@Component
public class DispatchSignal {

    private volatile Runnable listener = () -> {};

    /** Who is woken; there is one. */
    public void listen(Runnable task) {
        listener = task;
    }

    /** Says that there is something to do. Never blocks. */
    public void wake() {
        listener.run();
    }

    /** The same, once the caller's transaction has committed; at once when there is none. */
    public void wakeAfterCommit() {
        AfterCommit.run(this::wake);
    }
}
