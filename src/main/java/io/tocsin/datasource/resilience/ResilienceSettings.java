package io.tocsin.datasource.resilience;

import java.time.Duration;

/**
 * How a data source is protected from us, and we from it.
 *
 * @param budget the most time for one query, all attempts and pauses included
 * @param maxAttempts attempts per query within the budget; 1 turns retries off
 * @param firstPause the pause before the second attempt; each further one is twice as long, half of it random
 * @param maxConcurrent queries under way at the same time
 * @param maxWait the most time that a query waits until fewer than {@code maxConcurrent} are under way
 * @param maxWaiting queries that may wait; one more is refused at once
 * @param openFor how long nothing is asked after the circuit breaker has opened
 */
public record ResilienceSettings(
        Duration budget,
        int maxAttempts,
        Duration firstPause,
        int maxConcurrent,
        Duration maxWait,
        int maxWaiting,
        Duration openFor) {

    public static final int DEFAULT_MAX_CONCURRENT = 8;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(1);

    public ResilienceSettings {
        if (maxAttempts < 1 || maxConcurrent < 1 || maxWaiting < 0) {
            throw new IllegalArgumentException("attempts and concurrency must be at least 1, waiting at least 0");
        }
    }

    /**
     * Three attempts; everything else suits a Loki that a team runs for itself. The budget leaves room for one whole
     * request after the longest wait, so that a data source that hangs is seen as such.
     *
     * @param timeout the data source's own limit for one request
     */
    public static ResilienceSettings of(Duration timeout, int maxConcurrent) {
        Duration third = timeout.dividedBy(3);
        Duration maxWait = third.compareTo(LONGEST_WAIT) < 0 ? third : LONGEST_WAIT;
        return new ResilienceSettings(
                timeout.plus(maxWait).plus(GRACE),
                3,
                Duration.ofMillis(250),
                maxConcurrent,
                maxWait,
                1000,
                Duration.ofSeconds(10));
    }
}
