package io.tocsin.logql.engine;

/** Where a query gets the memory for its samples and lines from; it may be shared with other queries. */
@FunctionalInterface
public interface MemoryAccount {

    /** A query that shares with nobody. */
    MemoryAccount UNSHARED = bytes -> {};

    /**
     * Takes memory into account before it is used. May block for a few seconds until other queries give some back.
     *
     * @throws QueryException if there is none; the message says how much there is for all queries
     */
    void take(long bytes);
}
