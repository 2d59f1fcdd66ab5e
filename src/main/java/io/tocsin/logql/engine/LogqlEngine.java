package io.tocsin.logql.engine;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Sample;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import io.tocsin.text.go.GoDurations;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers LogQL queries over any source of log entries, as Loki 3.8 does. It has no state and is safe for use by several
 * threads; each call works on the calling thread and blocks it as long as the source does.
 */
public final class LogqlEngine {

    private static final long NANOS_PER_HOUR = Duration.ofHours(1).toNanos();

    /**
     * The value of a metric expression at one instant.
     *
     * @return a {@link EngineResult.Scalar} for a constant, otherwise a {@link EngineResult.Vector}
     * @throws QueryException if the expression yields log lines, the data is at fault, or a limit is exceeded
     */
    public EngineResult instant(LogqlExpr expr, LogSource source, long atNanos, QueryContext context) {
        if (!(expr instanceof MetricExpr metric)) {
            throw QueryException.badRequest(
                    "log queries are not supported as an instant query type, please change your "
                            + "query to a range query type");
        }
        return guarded(() -> new MetricQuery(metric, source, context).instant(atNanos));
    }

    /**
     * The value of a metric expression when that of each of its windows is known: what is above them is computed, and no line
     * is looked at.
     *
     * @param known the value of each part of the tree that has a range or is around one, by identity; their samples have no
     *     label with an empty value
     * @throws QueryException as the whole query would, if the samples cannot be combined
     */
    public List<Sample> computed(MetricExpr expr, Map<MetricExpr, List<Sample>> known, QueryContext context) {
        Map<MetricExpr, List<EngineSample>> values = new IdentityHashMap<>();
        known.forEach((part, samples) -> values.put(
                part,
                samples.stream()
                        .map(sample -> new EngineSample(SeriesLabels.of(sample.labels()), sample.value()))
                        .toList()));
        MetricQuery query = new MetricQuery(expr, LogqlEngine::refuse, context);
        return guarded(() -> query.computed(values)).stream()
                .map(sample -> new Sample(sample.labels().toLabels(), sample.value()))
                .toList();
    }

    private static List<LogStream> refuse(List<LabelMatcher> matchers, long from, long to) {
        throw new IllegalStateException("a window is not known");
    }

    /**
     * The values of a metric expression from start to end. The start is rounded down and the end up to a multiple of the
     * step since the epoch, as Loki does.
     *
     * @param stepNanos positive
     * @throws QueryException if the expression yields log lines, the data is at fault, or a limit is exceeded
     */
    public EngineResult range(
            LogqlExpr expr, LogSource source, long startNanos, long endNanos, long stepNanos, QueryContext context) {
        if (!(expr instanceof MetricExpr metric)) {
            throw QueryException.badRequest("only metric queries have values over a range; ask for the log lines");
        }
        checkRange(startNanos, endNanos, context.limits());
        if (stepNanos <= 0) {
            throw QueryException.badRequest(
                    "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if ((endNanos - startNanos) / stepNanos > context.limits().maxPoints()) {
            throw QueryException.badRequest(String.format(
                    "exceeded maximum resolution of %,d points per time series. Try increasing the value of the step "
                            + "parameter",
                    context.limits().maxPoints()));
        }
        long start = Math.floorDiv(startNanos, stepNanos) * stepNanos;
        long end = Math.floorDiv(endNanos, stepNanos) * stepNanos;
        end = end < endNanos ? Nanos.saturatedAdd(end, stepNanos) : end;
        Steps steps = new Steps(start, stepNanos, (int) ((end - start) / stepNanos) + 1);
        return guarded(() -> new MetricQuery(metric, source, context).range(steps));
    }

    /**
     * The log lines that a log expression selects.
     *
     * @throws QueryException if the expression yields numbers, or a limit is exceeded
     */
    public EngineResult logs(LogqlExpr expr, LogSource source, LogQuery query, QueryContext context) {
        if (!(expr instanceof LogSelectorExpr selector)) {
            throw QueryException.badRequest("the query yields numbers, not log lines");
        }
        checkRange(query.startNanos(), query.endNanos(), context.limits());
        if (query.limit() > context.limits().maxEntries()) {
            throw QueryException.badRequest(
                    "max entries limit per query exceeded, limit > max_entries_limit_per_query (" + query.limit()
                            + " > " + context.limits().maxEntries() + ")");
        }
        return guarded(() -> new LineQuery(selector, query, context).run(source, selector));
    }

    private static void checkRange(long startNanos, long endNanos, QueryLimits limits) {
        if (endNanos < startNanos) {
            throw QueryException.badRequest("end timestamp must not be before or equal to start time");
        }
        long length = Nanos.saturatedSubtract(endNanos, startNanos);
        if (length > Nanos.of(limits.maxRange())) {
            throw QueryException.badRequest("the query time range exceeds the limit (query length: "
                    + GoDurations.format(length) + ", limit: " + inDays(Nanos.of(limits.maxRange())) + ")");
        }
    }

    /** As Loki prints its limit: {@code 30d1h}. */
    private static String inDays(long nanos) {
        long hours = nanos / NANOS_PER_HOUR;
        if (nanos % NANOS_PER_HOUR != 0 || hours < 24) {
            return GoDurations.format(nanos);
        }
        return hours / 24 + "d" + (hours % 24 == 0 ? "" : hours % 24 + "h");
    }

    /** A query that is nested too deeply must not end the thread that serves it. */
    private static <T> T guarded(Supplier<T> query) {
        try {
            return query.get();
        } catch (StackOverflowError e) {
            throw QueryException.badRequest("the query is nested too deeply");
        }
    }
}
