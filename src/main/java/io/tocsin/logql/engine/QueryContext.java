package io.tocsin.logql.engine;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The surroundings of one query.
 *
 * @param now what the template function {@code now} answers
 * @param cancelled asked every few hundred entries; true ends the query with a timeout error. It is called on the
 *     querying thread and must be cheap
 * @param memory asked for all that the query holds
 */
public record QueryContext(QueryLimits limits, Instant now, BooleanSupplier cancelled, MemoryAccount memory) {

    /** A query that shares its memory with no other. */
    public QueryContext(QueryLimits limits, Instant now, BooleanSupplier cancelled) {
        this(limits, now, cancelled, MemoryAccount.UNSHARED);
    }

    /** A query that is never cancelled. */
    public static QueryContext of(QueryLimits limits, Instant now) {
        return new QueryContext(limits, now, () -> false);
    }
}
