package io.tocsin.watch;

/** How much a concern matters, from the least to the most. */
public enum Severity {
    /** Everything is watched and told, but people should know: for example that messages go to the Inbox only. */
    NOTICE,
    /** Something is not watched or not told; everything else goes on. */
    UNWATCHED,
    /** This replica cannot do its work. It goes on by itself when the cause is gone; readiness is down until then. */
    UNREADY,
    /** Only a new process would help; liveness is down. */
    DEAD
}
