package io.tocsin.api.loki;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.LogQuery;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogqlEngine;
import io.tocsin.logql.engine.MemoryAccount;
import io.tocsin.logql.engine.QueryContext;
import io.tocsin.logql.engine.QueryException;
import io.tocsin.logql.engine.QueryLimits;
import io.tocsin.logstore.QueryMemory;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** Evaluates queries on the calling thread; an interrupt of that thread ends them. */
final class EngineQueries {

    /** More lines than a frame of a tail holds. */
    static final int MAX_LINES = 100_000;

    private final LogqlEngine engine = new LogqlEngine();
    private final QueryLimits limits;
    private final QueryLimits tailLimits;
    private final Clock clock;
    private final QueryMemory memory;

    /** @param memory what all queries share; tails take theirs from it too */
    EngineQueries(QueryLimits limits, Clock clock, QueryMemory memory) {
        this.limits = limits;
        this.memory = memory;
        this.tailLimits = new QueryLimits(
                limits.maxSeries(),
                MAX_LINES,
                Duration.ofDays(36_500),
                limits.maxPoints(),
                limits.splitInterval(),
                limits.maxMemoryBytes());
        this.clock = clock;
    }

    EngineResult instant(MetricExpr expr, long timeNanos, LogSource source, MemoryAccount account) {
        return translated(() -> engine.instant(expr, source, timeNanos, context(limits, clock, account)));
    }

    /** Start and end are as the client gave them. */
    EngineResult range(
            MetricExpr expr, LokiParameters.Bounds bounds, long stepNanos, LogSource source, MemoryAccount account) {
        return translated(() -> engine.range(
                expr, source, bounds.startNanos(), bounds.endNanos(), stepNanos, context(limits, clock, account)));
    }

    EngineResult.Streams lines(LogSelectorExpr expr, LogQuery query, LogSource source, MemoryAccount account) {
        return (EngineResult.Streams)
                translated(() -> engine.logs(expr, source, query, context(limits, clock, account)));
    }

    /** As {@link #lines}, with the bounds of a tail: few entries, which may lie far apart. */
    EngineResult.Streams tailed(LogSelectorExpr expr, LogQuery query, LogSource source) {
        try (QueryMemory.QueryAccount account = memory.open(QueryMemory.Asker.PERSON)) {
            return (EngineResult.Streams)
                    translated(() -> engine.logs(expr, source, query, context(tailLimits, clock, account)));
        }
    }

    private static QueryContext context(QueryLimits with, Clock clock, MemoryAccount account) {
        Thread thread = Thread.currentThread();
        return new QueryContext(with, clock.instant(), thread::isInterrupted, account);
    }

    private static EngineResult translated(Supplier<EngineResult> query) {
        try {
            return query.get();
        } catch (QueryException e) {
            throw new LokiException(e.status(), String.valueOf(e.getMessage()), e);
        }
    }
}
