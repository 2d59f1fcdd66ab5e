package io.tocsin.logql.engine;

/**
 * What a query has read.
 *
 * @param entries entries that were looked at
 * @param bytes bytes of their lines
 * @param streams streams that the selectors chose
 */
public record EngineStatistics(long entries, long bytes, long streams) {}
