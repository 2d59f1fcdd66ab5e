package io.tocsin.logql.engine;

/** A function of the samples in a range. */
interface RangeFunction {

    /**
     * @param timestamps in order
     * @param to exclusive; there is at least one sample
     * @param endNanos the end of the range
     */
    double apply(long[] timestamps, double[] values, int from, int to, long endNanos);
}
