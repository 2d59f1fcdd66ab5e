package io.tocsin.datasource.http;

import io.tocsin.datasource.QueryStatistics;
import io.tocsin.label.Labels;
import java.util.List;

/**
 * A successful answer of Loki or Prometheus, read but not yet interpreted.
 *
 * @param resultType vector, matrix, streams, scalar or string
 * @param elements for vector, matrix and streams
 * @param scalar for scalar and string: their one point, else empty
 */
public record Answer(String resultType, List<Element> elements, List<Point> scalar, QueryStatistics statistics) {

    /** A label set with its points, in the order of the answer. */
    public record Element(Labels labels, List<Point> points) {}

    /** A pair of time and text; the text is a sample's value or a log line. */
    public record Point(long timestampNanos, String text) {

        /** @throws NumberFormatException if the text is not a number as Prometheus prints it */
        public double value() {
            return switch (text) {
                case "NaN" -> Double.NaN;
                case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        }
    }
}
