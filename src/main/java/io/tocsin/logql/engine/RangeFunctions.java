package io.tocsin.logql.engine;

import io.tocsin.logql.ast.RangeOperation;
import java.util.Arrays;

/** The functions over unwrapped values. */
final class RangeFunctions {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double EXTRAPOLATION_TOLERANCE = 1.1;

    private RangeFunctions() {}

    static RangeFunction of(RangeOperation operation, double parameter, long rangeNanos) {
        double seconds = rangeNanos / NANOS_PER_SECOND;
        return switch (operation) {
            case SUM_OVER_TIME -> (t, v, from, to, end) -> sum(v, from, to);
            case RATE -> (t, v, from, to, end) -> sum(v, from, to) / seconds;
            case AVG_OVER_TIME -> (t, v, from, to, end) -> average(v, from, to);
            case MIN_OVER_TIME -> (t, v, from, to, end) -> smallest(v, from, to);
            case MAX_OVER_TIME -> (t, v, from, to, end) -> largest(v, from, to);
            case STDVAR_OVER_TIME -> (t, v, from, to, end) -> variance(v, from, to);
            case STDDEV_OVER_TIME -> (t, v, from, to, end) -> Math.sqrt(variance(v, from, to));
            case QUANTILE_OVER_TIME -> (t, v, from, to, end) -> quantile(parameter, v, from, to);
            case FIRST_OVER_TIME -> (t, v, from, to, end) -> v[from];
            case LAST_OVER_TIME -> (t, v, from, to, end) -> v[to - 1];
            case RATE_COUNTER -> (t, v, from, to, end) -> counterRate(t, v, from, to, end, rangeNanos);
            case COUNT_OVER_TIME, BYTES_OVER_TIME, BYTES_RATE, ABSENT_OVER_TIME -> (t, v, from, to, end) -> to - from;
        };
    }

    private static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static double average(double[] values, int from, int to) {
        double mean = 0;
        double count = 0;
        for (int i = from; i < to; i++) {
            count++;
            mean = nextMean(mean, values[i], count);
        }
        return mean;
    }

    /** Infinities must not turn the mean into NaN unless they have different signs. */
    private static double nextMean(double mean, double value, double count) {
        if (Double.isInfinite(mean)) {
            boolean sameInfinity = Double.isInfinite(value) && mean > 0 == value > 0;
            if (sameInfinity || Double.isFinite(value)) {
                return mean;
            }
        }
        return mean + (value / count - mean / count);
    }

    private static double smallest(double[] values, int from, int to) {
        double smallest = values[from];
        for (int i = from; i < to; i++) {
            if (values[i] < smallest || Double.isNaN(smallest)) {
                smallest = values[i];
            }
        }
        return smallest;
    }

    private static double largest(double[] values, int from, int to) {
        double largest = values[from];
        for (int i = from; i < to; i++) {
            if (values[i] > largest || Double.isNaN(largest)) {
                largest = values[i];
            }
        }
        return largest;
    }

    private static double variance(double[] values, int from, int to) {
        double squares = 0;
        double count = 0;
        double mean = 0;
        for (int i = from; i < to; i++) {
            count++;
            double delta = values[i] - mean;
            mean += delta / count;
            squares += delta * (values[i] - mean);
        }
        return squares / count;
    }

    private static double quantile(double quantile, double[] values, int from, int to) {
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sorted = sortedNanFirst(values, from, to);
        double rank = quantile * (sorted.length - 1);
        int lower = (int) Math.max(0, Math.floor(rank));
        int upper = Math.min(sorted.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return sorted[lower] * (1 - weight) + sorted[upper] * weight;
    }

    private static double[] sortedNanFirst(double[] values, int from, int to) {
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        int nans = 0;
        while (nans < sorted.length && Double.isNaN(sorted[sorted.length - 1 - nans])) {
            nans++;
        }
        if (nans > 0) {
            System.arraycopy(sorted, 0, sorted, nans, sorted.length - nans);
            Arrays.fill(sorted, 0, nans, Double.NaN);
        }
        return sorted;
    }

    /** Per second, with resets taken into account and extrapolated to the ends of the range, as Prometheus does. */
    private static double counterRate(long[] times, double[] values, int from, int to, long end, long rangeNanos) {
        int count = to - from;
        if (count < 2) {
            return 0;
        }
        double increase = values[to - 1] - values[from];
        double last = 0;
        for (int i = from; i < to; i++) {
            if (values[i] < last) {
                increase += last;
            }
            last = values[i];
        }
        double sampled = (times[to - 1] - times[from]) / NANOS_PER_SECOND;
        double average = sampled / (count - 1);
        double toStart = (times[from] - (end - rangeNanos)) / NANOS_PER_SECOND;
        double toEnd = (end - times[to - 1]) / NANOS_PER_SECOND;
        double threshold = average * EXTRAPOLATION_TOLERANCE;
        if (toStart >= threshold) {
            toStart = average / 2;
        }
        if (increase > 0 && values[from] >= 0) {
            // A counter does not go below zero.
            toStart = Math.min(toStart, sampled * (values[from] / increase));
        }
        if (toEnd >= threshold) {
            toEnd = average / 2;
        }
        return increase * ((sampled + toStart + toEnd) / sampled) / (rangeNanos / NANOS_PER_SECOND);
    }
}
