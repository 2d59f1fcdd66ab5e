package io.tocsin.logql.engine;

/** Watches over one query: cancellation, memory, and what was read. */
final class Scan {

    private static final int CHECK_EVERY = 512;
    private static final String TIMED_OUT = "request timed out, decrease the duration of the request or add more label "
            + "matchers (exact match over regex match) to reduce the amount of data processed";

    private final QueryContext context;
    private long entries;
    private long bytes;
    private long streams;
    private long memory;
    private int untilCheck = CHECK_EVERY;

    Scan(QueryContext context) {
        this.context = context;
    }

    QueryContext context() {
        return context;
    }

    QueryLimits limits() {
        return context.limits();
    }

    void countStream() {
        streams++;
    }

    void countEntry(int length) {
        entries++;
        bytes += length;
        if (--untilCheck == 0) {
            checkCancelled();
        }
    }

    void checkCancelled() {
        untilCheck = CHECK_EVERY;
        if (context.cancelled().getAsBoolean()) {
            throw new QueryException(QueryException.TIMEOUT, TIMED_OUT);
        }
    }

    /** Takes memory into account before it is used. */
    void allocate(long size) {
        memory += size;
        if (memory > context.limits().maxMemoryBytes()) {
            throw QueryException.badRequest(
                    "the query needs more than " + context.limits().maxMemoryBytes()
                            + " bytes of memory; narrow the stream selector, shorten the time range, use a larger step or "
                            + "aggregate away labels");
        }
        context.memory().take(size);
    }

    EngineStatistics statistics() {
        return new EngineStatistics(entries, bytes, streams);
    }
}
