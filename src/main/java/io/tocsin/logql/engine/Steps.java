package io.tocsin.logql.engine;

/**
 * The instants at which a metric query is evaluated.
 *
 * @param stepNanos positive; of no meaning if there is only one step
 */
record Steps(long startNanos, long stepNanos, int count) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    static Steps single(long atNanos) {
        return new Steps(atNanos, 1, 1);
    }

    long nanosAt(int step) {
        return startNanos + step * stepNanos;
    }

    long millisAt(int step) {
        return Math.floorDiv(nanosAt(step), NANOS_PER_MILLI);
    }

    long endNanos() {
        return nanosAt(count - 1);
    }
}
