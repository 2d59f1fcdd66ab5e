package io.tocsin.datasource.embedded;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.engine.EngineResult.Matrix;
import io.tocsin.logql.engine.EngineResult.Scalar;
import io.tocsin.logql.engine.EngineResult.Streams;
import io.tocsin.logql.engine.EngineResult.Vector;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From the engine's answers to the values of the port. */
final class EmbeddedAnswers {

    private EmbeddedAnswers() {}

    static QueryResult<List<Sample>> samples(io.tocsin.logql.engine.EngineResult answer) {
        if (answer instanceof Scalar scalar) {
            return success(List.of(new Sample(Labels.empty(), scalar.value())), answer);
        }
        if (answer instanceof Vector vector) {
            return success(
                    vector.samples().stream()
                            .map(sample -> new Sample(sample.labels().toLabels(), sample.value()))
                            .toList(),
                    answer);
        }
        throw new IllegalStateException("an instant query has a vector or a scalar");
    }

    static Success<List<Series>> series(io.tocsin.logql.engine.EngineResult answer, StepAlignment points) {
        if (!(answer instanceof Matrix matrix)) {
            throw new IllegalStateException("a range query has a matrix");
        }
        return success(
                matrix.series().stream()
                        .map(series -> new Series(
                                series.labels().toLabels(),
                                series.points().stream()
                                        .map(point -> new Series.Point(
                                                points.wanted(TimeUnit.MILLISECONDS.toNanos(point.timestampMillis())),
                                                point.value()))
                                        .toList()))
                        .toList(),
                answer);
    }

    static QueryResult<List<LogLine>> lines(io.tocsin.logql.engine.EngineResult answer, LogLinesQuery query) {
        if (!(answer instanceof Streams streams)) {
            throw new IllegalStateException("a log query has streams");
        }
        return success(
                query.newestFirst(streams.streams().stream()
                        .flatMap(stream -> stream.lines().stream()
                                .map(line -> new LogLine(
                                        StepAlignment.instant(line.timestampNanos()),
                                        stream.labels().toLabels(),
                                        line.text())))),
                answer);
    }

    private static <T> Success<T> success(T value, io.tocsin.logql.engine.EngineResult answer) {
        return new Success<>(
                value,
                new QueryStatistics(
                        answer.statistics().bytes(), answer.statistics().entries()));
    }
}
