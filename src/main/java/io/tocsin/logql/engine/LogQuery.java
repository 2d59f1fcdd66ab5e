package io.tocsin.logql.engine;

/**
 * The parameters of a query for log lines.
 *
 * @param startNanos inclusive
 * @param endNanos exclusive, unless it equals the start: then the lines at exactly that nanosecond are meant
 * @param limit the most lines
 * @param intervalNanos the least time between two lines; 0 for all lines
 */
public record LogQuery(long startNanos, long endNanos, int limit, Direction direction, long intervalNanos) {}
