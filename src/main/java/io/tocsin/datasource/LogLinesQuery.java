package io.tocsin.datasource;

import java.time.Instant;

/**
 * A query for the newest log lines of a window.
 *
 * @param fromExclusive the window's start; a line exactly here is outside, as in a metric range
 * @param toInclusive the window's end; a line exactly here is inside
 * @param limit the most lines to return, newest first
 */
public record LogLinesQuery(String expression, Instant fromExclusive, Instant toInclusive, int limit) {}
