package io.tocsin.logql.engine;

import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.List;

/** The answer to a query. */
public sealed interface QueryResult {

    QueryStatistics statistics();

    /** A number without labels: the value of an instant query for a constant. */
    record Scalar(long timestampMillis, double value, QueryStatistics statistics) implements QueryResult {}

    /** Series with one point each, sorted by labels unless the query sorts by value. */
    record Vector(long timestampMillis, List<Sample> samples, QueryStatistics statistics) implements QueryResult {

        public Vector {
            samples = List.copyOf(samples);
        }
    }

    /** Series with the points of a range query, sorted by labels; a step without a value has no point. */
    record Matrix(List<Series> series, QueryStatistics statistics) implements QueryResult {

        public Matrix {
            series = List.copyOf(series);
        }
    }

    /** Log lines by label set, sorted by labels; within a stream in the direction asked for. */
    record Streams(List<ResultStream> streams, QueryStatistics statistics) implements QueryResult {

        public Streams {
            streams = List.copyOf(streams);
        }
    }

    /** The value of a series at one instant. */
    record Sample(SeriesLabels labels, double value) {}

    /** A point of a series. */
    record Point(long timestampMillis, double value) {}

    /** A series with points in order of time. */
    record Series(SeriesLabels labels, List<Point> points) {

        public Series {
            points = List.copyOf(points);
        }
    }

    /** Log lines with the same labels. */
    record ResultStream(SeriesLabels labels, List<Line> lines) {

        public ResultStream {
            lines = List.copyOf(lines);
        }
    }

    /** A log line as the pipeline left it. */
    record Line(long timestampNanos, String text) {}
}
