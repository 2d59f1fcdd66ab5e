package io.tocsin.logql.engine;

import java.time.Duration;

/**
 * What one query may use up; exceeding a limit is an error that names it.
 *
 * @param maxSeries series in a metric result
 * @param maxEntries the largest limit of a log query
 * @param maxRange the longest time between start and end
 * @param maxPoints points per series of a range query
 * @param splitInterval ranges of instant queries longer than this are cut into parts, each of which must keep to
 *     {@code maxSeries}; zero for never
 * @param maxMemoryBytes an estimate of the memory that the samples of a query take, and the lines of its result
 */
public record QueryLimits(
        int maxSeries, int maxEntries, Duration maxRange, int maxPoints, Duration splitInterval, long maxMemoryBytes) {

    private static final int SERIES = 500;
    private static final int ENTRIES = 5000;
    private static final Duration RANGE = Duration.ofHours(721);
    private static final int POINTS = 11_000;
    private static final long MEMORY_BYTES = 128L << 20;

    /** Loki's defaults, and 128 MiB of memory. */
    public static final QueryLimits DEFAULT =
            new QueryLimits(SERIES, ENTRIES, RANGE, POINTS, Duration.ofHours(1), MEMORY_BYTES);

    /** The same limits, with not more memory than this. */
    public QueryLimits withMemory(long mostBytes) {
        return new QueryLimits(
                maxSeries, maxEntries, maxRange, maxPoints, splitInterval, Math.min(maxMemoryBytes, mostBytes));
    }

    public QueryLimits {
        if (maxSeries < 1 || maxEntries < 1 || maxPoints < 1 || maxMemoryBytes < 1) {
            throw new IllegalArgumentException("query limits must be positive");
        }
        if (maxRange.isNegative() || maxRange.isZero() || splitInterval.isNegative()) {
            throw new IllegalArgumentException("query range limits must be positive");
        }
    }
}
