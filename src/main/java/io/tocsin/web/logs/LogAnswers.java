package io.tocsin.web.logs;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
import io.tocsin.label.Sample;
import io.tocsin.logql.ast.LogSelectorExpr;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks what the page of log lines shows. Nothing blocks, and nothing fails: a failure is a value. */
@Component
class LogAnswers {

    private static final int BARS = 60;
    private static final int BAR_HEIGHT = 40;
    private static final int AROUND = 25;
    private static final int MOST_VALUES = 50;
    private static final Duration FAR = Duration.ofHours(6);

    /**
     * Lines, or why there are none.
     *
     * @param failure empty when the data source answered
     */
    record FoundLines(List<LogLine> lines, String failure) {

        static final FoundLines NONE = new FoundLines(List.of(), "");
    }

    /** @param height from 0 to 40 */
    record Bar(Instant from, Instant to, long count, int height) {}

    /** One value of a label and how many lines have it. */
    record ValueCount(String value, long count) {}

    Mono<FoundLines> newest(Querier querier, String query, LogWindow window, int limit) {
        return lines(querier, new LogLinesQuery(query, window.from(), window.to(), limit));
    }

    /** Lines before and after a moment, the newest first; those of the moment itself are among them. */
    Mono<FoundLines> around(Querier querier, String query, Instant at) {
        Mono<FoundLines> before = lines(querier, new LogLinesQuery(query, at.minus(FAR), at, AROUND));
        Mono<FoundLines> after = lines(
                querier, new LogLinesQuery(query, at, at.plus(FAR), AROUND, LogLinesQuery.LineOrder.OLDEST_FIRST));
        return Mono.zip(after, before, (newer, older) -> {
            List<LogLine> all = new ArrayList<>(newer.lines());
            all.addAll(older.lines());
            return new FoundLines(all, newer.failure().isEmpty() ? older.failure() : newer.failure());
        });
    }

    private static Mono<FoundLines> lines(Querier querier, LogLinesQuery query) {
        return querier.logs(query)
                .contextWrite(QueryOrigin.ofPerson("page:logs").asContext())
                .map(result -> result instanceof QueryResult.Success<List<LogLine>> success
                        ? new FoundLines(success.value(), "")
                        : new FoundLines(List.of(), ((QueryResult.Failure<List<LogLine>>) result).message()));
    }

    /** Empty when the data source cannot say it. */
    Mono<List<Bar>> histogram(Querier querier, LogSelectorExpr query, LogWindow window) {
        Duration step = Duration.ofSeconds(Math.max(1, (window.length().toSeconds() + BARS - 1) / BARS));
        Instant first = window.from().plus(step);
        return querier.queryRange(LogQueries.counted(query, step), first, last(first, window.to(), step), step)
                .contextWrite(QueryOrigin.ofPerson("page:logs").asContext())
                .map(result -> bars(result, first, window.to(), step));
    }

    private static Instant last(Instant first, Instant end, Duration step) {
        Instant last = first;
        while (last.isBefore(end)) {
            last = last.plus(step);
        }
        return last;
    }

    private static List<Bar> bars(QueryResult<List<Series>> result, Instant first, Instant end, Duration step) {
        if (!(result instanceof QueryResult.Success<List<Series>> success)) {
            return List.of();
        }
        TreeMap<Instant, Long> counts = new TreeMap<>();
        success.value()
                .forEach(series -> series.points()
                        .forEach(point -> counts.merge(point.at(), Math.round(point.value()), Long::sum)));
        long highest = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        if (highest == 0) {
            return List.of();
        }
        List<Bar> bars = new ArrayList<>();
        for (Instant at = first; at.isBefore(end.plus(step)); at = at.plus(step)) {
            long count = counts.getOrDefault(at, 0L);
            int height = count == 0 ? 0 : Math.max(2, (int) (count * BAR_HEIGHT / highest));
            bars.add(new Bar(at.minus(step), at, count, height));
        }
        return bars;
    }

    /** The values of a label among the lines of a query, those with most lines first. */
    Mono<List<ValueCount>> values(Querier querier, String label, String query, LogWindow window) {
        return querier.query(LogQueries.countedBy(label, query, window.length()), window.to())
                .contextWrite(QueryOrigin.ofPerson("page:logs").asContext())
                .map(result -> result instanceof QueryResult.Success<List<Sample>> success
                        ? success.value().stream()
                                .map(sample -> new ValueCount(sample.labels().get(label), Math.round(sample.value())))
                                .filter(value -> !value.value().isEmpty())
                                .sorted(Comparator.comparingLong(ValueCount::count)
                                        .reversed())
                                .limit(MOST_VALUES)
                                .toList()
                        : Stream.<ValueCount>of().toList());
    }
}
