package io.tocsin.api.loki;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value of a query, in the shape in which it goes over the wire. Label maps are sorted and may hold empty values. */
sealed interface QueryAnswer {

    record Scalar(long timeNanos, double value) implements QueryAnswer {}

    record Vector(List<Series> samples) implements QueryAnswer {}

    record Matrix(List<Series> series) implements QueryAnswer {}

    record Streams(List<LineStream> streams) implements QueryAnswer {}

    /** One point in a vector, any number in a matrix. */
    record Series(Map<String, String> labels, List<Point> points) {}

    record Point(long timeNanos, double value) {}

    /**
     * Lines that share all their labels.
     *
     * @param labels of every kind together
     * @param indexLabels only those of the stream in the store
     */
    record LineStream(Map<String, String> labels, Map<String, String> indexLabels, List<Line> lines) {}

    /** Null for labels that the client did not ask to have apart. */
    record Line(
            long timeNanos,
            String text,
            @Nullable Map<String, String> structuredMetadata,
            @Nullable Map<String, String> parsed) {}

    /** The number of samples or lines. */
    default long entryCount() {
        if (this instanceof Vector vector) {
            return vector.samples.size();
        }
        if (this instanceof Matrix matrix) {
            return matrix.series.stream().mapToLong(s -> s.points.size()).sum();
        }
        if (this instanceof Streams streams) {
            return streams.streams.stream().mapToLong(s -> s.lines.size()).sum();
        }
        return 1;
    }
}
