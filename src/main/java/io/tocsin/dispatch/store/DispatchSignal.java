package io.tocsin.dispatch.store;

import io.tocsin.database.AfterCommit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Wakes the dispatch tasks of this process, so that they need not wait for their next poll. */
@Component
public class DispatchSignal {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Who is woken, too. */
    public void listen(Runnable task) {
        listeners.add(task);
    }

    /** Says that there is something to do. Never blocks. */
    public void wake() {
        listeners.forEach(Runnable::run);
    }

    /** The same, once the caller's transaction has committed; at once when there is none. */
    public void wakeAfterCommit() {
        AfterCommit.run(this::wake);
    }
}
