package io.tocsin.logql.engine;

import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Keeps all samples of a series and computes a function of those in each step's range. */
final class SampleWindow implements Window {

    private static final int INITIAL_CAPACITY = 8;
    private static final int BYTES_PER_SAMPLE = 16;

    private final SeriesLabels labels;
    private final RangeFunction function;
    private final Steps steps;
    private final long rangeNanos;
    private final long offsetNanos;
    private final Scan scan;
    private long[] timestamps = new long[INITIAL_CAPACITY];
    private double[] values = new double[INITIAL_CAPACITY];
    private int size;
    private boolean isSorted = true;
    private int from;
    private int to;

    SampleWindow(
            SeriesLabels labels, RangeFunction function, Steps steps, long rangeNanos, long offsetNanos, Scan scan) {
        this.labels = labels;
        this.function = function;
        this.steps = steps;
        this.rangeNanos = rangeNanos;
        this.offsetNanos = offsetNanos;
        this.scan = scan;
        scan.allocate(256);
    }

    @Override
    public void add(long timestampNanos, double value, int firstStep, int lastStep) {
        if (size == values.length) {
            scan.allocate((long) size * BYTES_PER_SAMPLE);
            timestamps = Arrays.copyOf(timestamps, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        isSorted &= size == 0 || timestamps[size - 1] <= timestampNanos;
        timestamps[size] = timestampNanos;
        values[size++] = value;
    }

    @Override
    public @Nullable EngineSample at(int step) {
        sort();
        long end = Nanos.saturatedSubtract(steps.nanosAt(step), offsetNanos);
        long start = Nanos.saturatedSubtract(end, rangeNanos);
        while (to < size && timestamps[to] <= end) {
            to++;
        }
        while (from < to && timestamps[from] <= start) {
            from++;
        }
        if (from == to) {
            return null;
        }
        scan.checkCancelled();
        return new EngineSample(labels, function.apply(timestamps, values, from, to, end));
    }

    private void sort() {
        if (isSorted) {
            return;
        }
        scan.allocate((long) size * BYTES_PER_SAMPLE * 2);
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(i -> timestamps[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long[] sortedTimestamps = new long[size];
        double[] sortedValues = new double[size];
        for (int i = 0; i < size; i++) {
            sortedTimestamps[i] = timestamps[order[i]];
            sortedValues[i] = values[order[i]];
        }
        timestamps = sortedTimestamps;
        values = sortedValues;
        isSorted = true;
    }
}
