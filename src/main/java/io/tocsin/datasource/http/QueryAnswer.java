package io.tocsin.datasource.http;

import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoFloats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A successful answer of Loki or Prometheus, read but not yet interpreted.
 *
 * @param resultType vector, matrix, streams, scalar or string
 * @param elements for vector, matrix and streams
 * @param scalar for scalar and string: their one point, else empty
 */
public record QueryAnswer(
        String resultType, List<Element> elements, List<AnswerPoint> scalar, QueryStatistics statistics) {

    /** @throws FormatException if the body is not a complete successful answer */
    public static QueryAnswer read(byte[] body) throws FormatException {
        return AnswerReader.read(body);
    }

    /**
     * The elements of a vector, or a scalar as one sample without labels.
     *
     * @throws ConversionException if a value is not a number
     */
    public List<Sample> samples() {
        if (resultType.equals("scalar")) {
            return scalar.stream()
                    .map(point -> new Sample(Labels.empty(), point.value()))
                    .toList();
        }
        List<Sample> samples = new ArrayList<>(elements.size());
        for (Element element : elements) {
            samples.add(new Sample(element.labels(), element.points().get(0).value()));
        }
        return Collections.unmodifiableList(samples);
    }

    /**
     * The elements of a matrix.
     *
     * @param times from a point's nanoseconds to the moment that it stands for
     * @throws ConversionException if a value is not a number
     */
    public List<Series> series(LongFunction<Instant> times) {
        return elements.stream()
                .map(element -> new Series(
                        element.labels(),
                        element.points().stream()
                                .map(point -> new Series.Point(times.apply(point.timestampNanos()), point.value()))
                                .toList()))
                .toList();
    }

    /** A label set with its points, in the order of the answer. */
    public record Element(Labels labels, List<AnswerPoint> points) {}

    /** A pair of time and text; the text is a sample's value or a log line. */
    public record AnswerPoint(long timestampNanos, String text) {

        /** @throws ConversionException if the text is not a number as Prometheus prints it */
        public double value() {
            return GoFloats.parse(text);
        }
    }

    /** A body that is not a complete successful answer; the message says why. */
    public static final class FormatException extends Exception {

        private static final long serialVersionUID = 1L;

        FormatException(String message) {
            super(message);
        }

        FormatException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
