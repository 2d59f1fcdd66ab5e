package io.tocsin.datasource;

import io.tocsin.label.Labels;
import java.time.Instant;
import java.util.List;

/** One series of a range query; points are in ascending time, and a step without a value has no point. */
public record Series(Labels labels, List<Point> points) {

    public Series {
        points = List.copyOf(points);
    }

    /** The value at one step. */
    public record Point(Instant at, double value) {}
}
