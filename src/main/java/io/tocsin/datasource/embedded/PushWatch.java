package io.tocsin.datasource.embedded;

import io.tocsin.datasource.Querier.LineWatch;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.LogQuery;
import io.tocsin.logql.engine.LogqlEngine;
import io.tocsin.logql.engine.QueryContext;
import io.tocsin.logql.engine.QueryException;
import io.tocsin.logql.engine.QueryLimits;
import io.tocsin.logstore.LogStore;
import io.tocsin.logstore.PushedLines;
import io.tocsin.logstore.entry.StreamEntries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.scheduler.Scheduler;

/**
 * Looks at what is pushed into a store, apart from the push itself: entries are collected for a moment and then go through
 * the queries' pipelines together.
 */
final class PushWatch implements LineWatch, Consumer<StreamEntries> {

    private static final long COLLECT_MILLIS = 50;

    /** What comes on top of so many entries is not looked at: it is taken for a match. */
    private static final int MOST_ENTRIES = 5_000;

    /** Entries may lie as far apart as their senders' clocks. */
    private static final QueryLimits LIMITS =
            new QueryLimits(500, 5_000, Duration.ofNanos(Long.MAX_VALUE), 1, Duration.ZERO, 16 << 20);

    private final LogStore store;
    private final List<LogqlExpr> queries;
    private final Runnable arrived;
    private final Scheduler scheduler;
    private final LogqlEngine engine = new LogqlEngine();
    private List<StreamEntries> collected = new ArrayList<>();
    private int entries;
    private volatile boolean isOpen = true;

    private PushWatch(LogStore store, List<LogqlExpr> queries, Runnable arrived, Scheduler scheduler) {
        this.store = store;
        this.queries = queries;
        this.arrived = arrived;
        this.scheduler = scheduler;
    }

    static PushWatch open(LogStore store, List<LogqlExpr> queries, Runnable arrived, Scheduler scheduler) {
        PushWatch watch = new PushWatch(store, queries, arrived, scheduler);
        store.addListener(watch);
        return watch;
    }

    @Override
    public void close() {
        isOpen = false;
        store.removeListener(this);
    }

    /** Called while the store is locked. */
    @Override
    public synchronized void accept(StreamEntries stream) {
        if (collected.isEmpty() && isOpen && !isScheduled()) {
            arrived.run();
            return;
        }
        if (entries <= MOST_ENTRIES) {
            collected.add(stream);
        }
        entries += stream.entries().size();
    }

    /** A push must not fail because nobody has time to look at it. */
    private boolean isScheduled() {
        try {
            scheduler.schedule(this::look, COLLECT_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void look() {
        List<StreamEntries> batch;
        boolean isTooMuch;
        synchronized (this) {
            batch = collected;
            isTooMuch = entries > MOST_ENTRIES;
            collected = new ArrayList<>();
            entries = 0;
        }
        if (isOpen && (isTooMuch || matches(new PushedLines(batch)))) {
            arrived.run();
        }
    }

    private boolean matches(PushedLines lines) {
        LogQuery any = new LogQuery(0, Long.MAX_VALUE, 1, Direction.FORWARD, 0);
        QueryContext context = QueryContext.of(LIMITS, Instant.EPOCH);
        try {
            return queries.stream()
                    .anyMatch(query -> engine.logs(query, lines, any, context) instanceof EngineResult.Streams found
                            && !found.streams().isEmpty());
        } catch (QueryException e) {
            // Whoever asks the same of the store is told why.
            return true;
        }
    }
}
