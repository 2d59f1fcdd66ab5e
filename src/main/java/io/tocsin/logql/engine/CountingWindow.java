package io.tocsin.logql.engine;

import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import org.jspecify.annotations.Nullable;

/** Counts samples and adds up whole numbers; keeps the changes from step to step instead of the samples. */
final class CountingWindow implements Window {

    /** What the value is. */
    enum CountKind {
        COUNT,
        SUM,
        ONE
    }

    private final SeriesLabels labels;
    private final CountKind kind;
    private final double divisor;
    private final int[] countChanges;
    private final long[] sumChanges;
    private long count;
    private long sum;

    CountingWindow(SeriesLabels labels, CountKind kind, double divisor, int steps) {
        this.labels = labels;
        this.kind = kind;
        this.divisor = divisor;
        this.countChanges = new int[steps + 1];
        this.sumChanges = new long[kind == CountKind.SUM ? steps + 1 : 0];
    }

    static long memory(CountKind kind, int steps) {
        return 128 + (kind == CountKind.SUM ? 12L : 4L) * (steps + 1);
    }

    @Override
    public void add(long timestampNanos, double value, int firstStep, int lastStep) {
        countChanges[firstStep]++;
        countChanges[lastStep + 1]--;
        if (kind == CountKind.SUM) {
            sumChanges[firstStep] += (long) value;
            sumChanges[lastStep + 1] -= (long) value;
        }
    }

    @Override
    public @Nullable EngineSample at(int step) {
        count += countChanges[step];
        if (kind == CountKind.SUM) {
            sum += sumChanges[step];
        }
        if (count == 0) {
            return null;
        }
        double value = kind == CountKind.COUNT ? count : kind == CountKind.SUM ? sum : 1;
        return new EngineSample(labels, value / divisor);
    }
}
