package io.tocsin.logql.engine;

import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.List;

/** The answer to a query. */
public sealed interface EngineResult {

    EngineStatistics statistics();

    /** A number without labels: the value of an instant query for a constant. */
    record Scalar(long timestampMillis, double value, EngineStatistics statistics) implements EngineResult {}

    /** Series with one point each, sorted by labels unless the query sorts by value. */
    record Vector(long timestampMillis, List<EngineSample> samples, EngineStatistics statistics)
            implements EngineResult {

        public Vector {
            samples = List.copyOf(samples);
        }
    }

    /** Series with the points of a range query, sorted by labels; a step without a value has no point. */
    record Matrix(List<EngineSeries> series, EngineStatistics statistics) implements EngineResult {

        public Matrix {
            series = List.copyOf(series);
        }
    }

    /** Log lines by label set, sorted by labels; within a stream in the direction asked for. */
    record Streams(List<ResultStream> streams, EngineStatistics statistics) implements EngineResult {

        public Streams {
            streams = List.copyOf(streams);
        }
    }

    /** The value of a series at one instant. */
    record EngineSample(SeriesLabels labels, double value) {}

    /** A point of a series. */
    record EnginePoint(long timestampMillis, double value) {}

    /** A series with points in order of time. */
    record EngineSeries(SeriesLabels labels, List<EnginePoint> points) {

        public EngineSeries {
            points = List.copyOf(points);
        }
    }

    /** Log lines with the same labels. */
    record ResultStream(SeriesLabels labels, List<StreamLine> lines) {

        public ResultStream {
            lines = List.copyOf(lines);
        }
    }

    /** A log line as the pipeline left it. */
    record StreamLine(long timestampNanos, String text) {}
}
