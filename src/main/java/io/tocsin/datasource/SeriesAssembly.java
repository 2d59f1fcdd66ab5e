package io.tocsin.datasource;

import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the series of several answers, which come in order of time, together. For one thread. */
public final class SeriesAssembly {

    private final Map<Labels, List<Series.Point>> points = new LinkedHashMap<>();
    private long bytes;
    private long lines;
    private @Nullable Failure<List<Series>> failure;

    public void add(Success<List<Series>> answer) {
        for (Series series : answer.value()) {
            points.computeIfAbsent(series.labels(), labels -> new ArrayList<>()).addAll(series.points());
        }
        bytes += answer.statistics().bytesProcessed();
        lines += answer.statistics().linesProcessed();
    }

    public void fail(Failure<List<Series>> reason) {
        failure = reason;
    }

    public QueryResult<List<Series>> result() {
        if (failure != null) {
            return failure;
        }
        List<Series> series = new ArrayList<>();
        points.forEach((labels, values) -> series.add(new Series(labels, values)));
        return new Success<>(List.copyOf(series), new QueryStatistics(bytes, lines));
    }

    /** The samples of one moment as series of one point each. */
    public static QueryResult<List<Series>> asSeries(QueryResult<List<Sample>> answer, Instant at) {
        if (answer instanceof Success<List<Sample>> success) {
            List<Series> series = success.value().stream()
                    .map(sample -> new Series(sample.labels(), List.of(new Series.Point(at, sample.value()))))
                    .toList();
            return new Success<>(series, success.statistics());
        }
        if (answer instanceof Failure<List<Sample>> failed) {
            return new Failure<>(failed.reason(), failed.message());
        }
        throw new IllegalStateException("unknown result");
    }
}
