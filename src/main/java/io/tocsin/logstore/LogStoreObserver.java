package io.tocsin.logstore;

import io.tocsin.logstore.push.RejectReason;

/** Told what happens in a log store; calls come from the thread that does the work and must be quick. */
public interface LogStoreObserver {

    /** Entries that were stored; exact repetitions are not among them. */
    void stored(int lines, long bytes);

    /** Entries that are not stored. */
    void rejected(RejectReason reason, int lines);

    /** Entries that retention removed. */
    void dropped(DropReason reason, long lines, long bytes);

    /** Why retention removed entries. */
    enum DropReason {
        AGE,
        BYTES
    }
}
