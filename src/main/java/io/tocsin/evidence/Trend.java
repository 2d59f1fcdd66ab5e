package io.tocsin.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The course of a rule's value up to an alert.
 *
 * @param values oldest first; NaN where there was none
 * @param from the time of the first value
 * @param to the time of the last value
 * @param series of how many series each value is the highest
 * @param threshold the value that must not be crossed; null when there is none
 */
public record Trend(
        List<Double> values,
        @Nullable Instant from,
        @Nullable Instant to,
        int series,
        @Nullable Double threshold) {

    public static final Trend NONE = new Trend(List.of(), null, null, 0, null);

    private static final int SHORTEST = 3;

    public Trend {
        values = List.copyOf(values);
    }

    /** Whether there are too few values to see a course. */
    public boolean isTooShort() {
        return values.stream().filter(Double::isFinite).count() < SHORTEST;
    }

    /** As text; empty when it is too short. */
    public String sparkline(int width) {
        return isTooShort()
                ? ""
                : Sparkline.of(values.stream().mapToDouble(Double::doubleValue).toArray(), width);
    }
}
