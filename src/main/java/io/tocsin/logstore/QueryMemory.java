package io.tocsin.logstore;

import io.tocsin.logql.engine.MemoryAccount;
import io.tocsin.logql.engine.QueryException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all queries to the embedded log store share, rules and people together. Rules come first: people never
 * get the last third, and nothing at all while a rule waits. A query that cannot get its share waits a moment and then
 * fails. Safe for use by several threads.
 */
public final class QueryMemory {

    /** How long a query waits for others to end. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int HEAP_FRACTION = 4;
    private static final long LEAST_BYTES = 16L << 20;
    /** Memory is taken from the shared budget in pieces of this size, so that queries seldom meet. */
    private static final long PIECE = 64 * 1024;

    private final long bytes;
    private final long peoplesBytes;
    private final Duration patience;
    private long used;
    private long usedByPeople;
    private int rulesWaiting;
    private volatile long refused;

    /** @param bytes for all queries together */
    public QueryMemory(long bytes) {
        this(bytes, PATIENCE);
    }

    /** @param patience how long a query waits for others to give memory back */
    public QueryMemory(long bytes, Duration patience) {
        this.bytes = bytes;
        this.peoplesBytes = bytes / 3 * 2 / PIECE * PIECE;
        this.patience = patience;
    }

    /** A quarter of the heap. */
    public static QueryMemory ofHeap(long heapBytes) {
        return new QueryMemory(Math.max(LEAST_BYTES, heapBytes / HEAP_FRACTION));
    }

    /** Who asks. */
    public enum Asker {
        RULE,
        PERSON
    }

    /** What one query holds. Closing it gives everything back; it may be closed more than once. For one thread at a time. */
    public final class QueryAccount implements MemoryAccount, AutoCloseable {

        private final Asker asker;
        private long granted;
        private long taken;
        private boolean isClosed;

        private QueryAccount(Asker asker) {
            this.asker = asker;
        }

        @Override
        public void take(long size) {
            taken += size;
            if (taken > granted) {
                long more = (taken - granted + PIECE - 1) / PIECE * PIECE;
                grant(this, more);
            }
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    /** The caller must close it. */
    public QueryAccount open(Asker asker) {
        return new QueryAccount(asker);
    }

    private synchronized void grant(QueryAccount account, long more) {
        boolean isRule = account.asker == Asker.RULE;
        if (!fits(isRule, more)) {
            rulesWaiting += isRule ? 1 : 0;
            try {
                await(isRule, more);
            } finally {
                rulesWaiting -= isRule ? 1 : 0;
                notifyAll();
            }
        }
        if (account.isClosed) {
            throw new QueryException(QueryException.TIMEOUT, "the query was ended while it waited for memory");
        }
        used += more;
        usedByPeople += isRule ? 0 : more;
        account.granted += more;
    }

    private boolean fits(boolean isRule, long more) {
        return used + more <= bytes && (isRule || rulesWaiting == 0 && usedByPeople + more <= peoplesBytes);
    }

    private void await(boolean isRule, long more) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!fits(isRule, more)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw refusal(isRule);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new QueryException(QueryException.TIMEOUT, "the query was ended while it waited for memory");
            }
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private QueryException refusal(boolean isRule) {
        refused++;
        long most = isRule ? bytes : peoplesBytes;
        return new QueryException(
                QueryException.TOO_MANY_REQUESTS,
                "the query needs more memory than is left: " + (isRule ? "all queries" : "queries of people")
                        + " together may use " + most
                        + " bytes, and others hold too much of it; ask again later, select"
                        + " fewer streams or a shorter time, or give Java more memory with -Xmx (all queries get a"
                        + " quarter of it)");
    }

    private synchronized void giveBack(QueryAccount account) {
        if (!account.isClosed) {
            account.isClosed = true;
            used -= account.granted;
            usedByPeople -= account.asker == Asker.PERSON ? account.granted : 0;
            notifyAll();
        }
    }

    /** The most that a single query may use. */
    public long largestQuery(Asker asker) {
        return asker == Asker.RULE ? bytes : peoplesBytes;
    }

    /** For all queries together. */
    public long bytes() {
        return bytes;
    }

    /** What the queries that run now hold. */
    public synchronized long usedBytes() {
        return used;
    }

    /** Queries that got no memory since the start. */
    public long refused() {
        return refused;
    }
}
