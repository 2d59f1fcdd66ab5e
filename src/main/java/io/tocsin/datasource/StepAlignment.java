package io.tocsin.datasource;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The way around the rounding of Loki and the embedded log store: they move start and end of a metric range query to
 * multiples of the step. So we ask at the next multiples ourselves, and look back by the difference with an {@code
 * offset}: each window is exactly the one that was meant, and each point is moved back afterwards.
 *
 * @param startNanos the first point that is wanted
 * @param stepNanos the distance of the points
 * @param points how many points are wanted
 */
public record StepAlignment(long startNanos, long stepNanos, long points) {

    public static StepAlignment of(Instant start, Instant end, Duration step) {
        long startNanos = nanos(start);
        long stepNanos = step.toNanos();
        if (stepNanos <= 0) {
            throw new IllegalArgumentException("the step must be positive");
        }
        long span = nanos(end) - startNanos;
        return new StepAlignment(startNanos, stepNanos, span < 0 ? 0 : span / stepNanos + 1);
    }

    /** How far the points asked for lie after the ones wanted: at least zero, less than a step. */
    public Duration offset() {
        long sinceMultiple = Math.floorMod(startNanos, stepNanos);
        return Duration.ofNanos(sinceMultiple == 0 ? 0 : stepNanos - sinceMultiple);
    }

    public boolean isAligned() {
        return offset().isZero();
    }

    public long askedStartNanos() {
        return startNanos + offset().toNanos();
    }

    public long askedEndNanos() {
        return askedStartNanos() + (points - 1) * stepNanos;
    }

    /** The point that is wanted, for the time of a point in the answer; Loki prints milliseconds only. */
    public Instant wanted(long answeredNanos) {
        long index = Math.floorDiv(answeredNanos - askedStartNanos() + stepNanos / 2, stepNanos);
        return instant(startNanos + index * stepNanos);
    }

    /** At most this many of the points, from the given one on. */
    public StepAlignment part(long firstPoint, long mostPoints) {
        return new StepAlignment(
                startNanos + firstPoint * stepNanos, stepNanos, Math.min(mostPoints, points - firstPoint));
    }

    public Instant point(long index) {
        return instant(startNanos + index * stepNanos);
    }

    public static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), instant.getNano());
    }

    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
