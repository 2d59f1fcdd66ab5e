package io.tocsin.logql.engine;

import io.tocsin.logql.engine.EngineResult.EngineSample;
import org.jspecify.annotations.Nullable;

/** The samples of one series, from which the value of each step's range is computed. */
interface Window {

    /**
     * A sample that lies in the ranges of these steps.
     *
     * @param lastStep inclusive
     */
    void add(long timestampNanos, double value, int firstStep, int lastStep);

    /** The value at the step, or null if its range is empty; called for each step, in order, after all samples. */
    @Nullable
    EngineSample at(int step);
}
