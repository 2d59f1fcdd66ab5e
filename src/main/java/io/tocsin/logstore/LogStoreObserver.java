package io.tocsin.logstore;

import io.tocsin.logstore.push.RejectCounter;

/** Told what happens in a log store; calls come from the thread that does the work and must be quick. */
public interface LogStoreObserver extends RejectCounter {

    /** Entries that were stored; exact repetitions are not among them. */
    void stored(int lines, long bytes);

    /** Entries that retention removed. */
    void dropped(DropReason reason, long lines, long bytes);

    /** Why retention removed entries. */
    enum DropReason {
        AGE,
        BYTES
    }
}
