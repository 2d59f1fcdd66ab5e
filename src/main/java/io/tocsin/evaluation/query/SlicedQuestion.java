package io.tocsin.evaluation.query;

import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.datasource.SeriesAssembly;
import io.tocsin.evaluation.window.WindowSlices;
import io.tocsin.evaluation.window.WindowSlices.SliceQuestion;
import io.tocsin.label.Sample;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.engine.LogqlEngine;
import io.tocsin.logql.engine.QueryContext;
import io.tocsin.logql.engine.QueryException;
import io.tocsin.logql.engine.QueryLimits;
import io.tocsin.logql.window.Slicing;
import io.tocsin.logql.window.WindowPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One question to a data source, whose windows are put together from slices. What it knows of them is in memory only:
 * another replica, and this one after a restart, reads them anew, all of them with one range query.
 */
final class SlicedQuestion {

    /** A slice for each of the newest two intervals, so that neither waits for the other. */
    private static final int READS_AT_ONCE = 2;

    /** Above Loki's own limit only the data source can say whether it would have answered. */
    private static final int MOST_SERIES = 500;

    private static final QueryContext CONTEXT = QueryContext.of(QueryLimits.DEFAULT, Instant.EPOCH);

    private final Querier querier;
    private final Duration interval;
    private final Slicing slicing;
    private final List<WindowSlices> windows = new ArrayList<>();
    /** Windows so short that they are read as a whole. */
    private final List<WindowPart> others = new ArrayList<>();

    private final LogqlEngine engine = new LogqlEngine();
    private volatile Instant askedAt;
    private volatile Instant usedAt;
    private volatile Rest rest = new Rest(Instant.MIN, "");

    /** Until when, by the times of the questions, it is asked as it is written. */
    private record Rest(Instant until, String because) {}

    /**
     * A question that is asked for the first time.
     *
     * @param at the time that it is about
     * @param now what the clock says
     */
    SlicedQuestion(Querier querier, String text, Duration interval, Instant at, Instant now) {
        this.querier = querier;
        this.askedAt = at;
        this.usedAt = now;
        this.interval = interval;
        this.slicing = Slicing.of(text, interval);
        if (slicing instanceof Slicing.SlicedWindows sliced) {
            for (WindowPart part : sliced.parts()) {
                if (part.range().compareTo(interval.multipliedBy(2)) > 0) {
                    windows.add(new WindowSlices(part, interval));
                } else {
                    others.add(part);
                }
            }
        }
    }

    /**
     * What came of the slices.
     *
     * @param result the answer, or a failure that the whole question would meet, too; null when the whole question is to be asked
     * @param wholeBecause why it is; a word
     */
    record SlicedAnswer(@Nullable QueryResult<List<Sample>> result, String wholeBecause) {}

    /** @param window null for a window that is read as a whole */
    private record SliceReading(WindowPart part, @Nullable WindowSlices window, SliceQuestion question) {}

    private record SliceRead(SliceReading reading, QueryResult<List<Series>> result) {}

    boolean isFor(Querier other) {
        return querier == other;
    }

    Duration interval() {
        return interval;
    }

    Slicing slicing() {
        return slicing;
    }

    /** The newest time for which it was asked, in slices or not. */
    Instant askedAt() {
        return askedAt;
    }

    /** @param now what the clock says, which is later than {@code at} by the group's query_offset */
    void asked(Instant at, Instant now) {
        askedAt = at;
        usedAt = now;
    }

    /** Why it is asked as it is written at a time although it could be sliced; empty when it is not. */
    String restsBecause(Instant at) {
        Rest now = rest;
        return at.isBefore(now.until()) ? now.because() : "";
    }

    /** Has it asked as it is written from now on, and forgets all slices. */
    synchronized void rest(Instant until, String because) {
        rest = new Rest(until, because);
        windows.forEach(WindowSlices::clear);
    }

    /** How many samples of slices are kept. */
    synchronized int samples() {
        return windows.stream().mapToInt(WindowSlices::samples).sum();
    }

    /** Whether it was asked so long ago that none of its slices lies in a window of now. */
    boolean isOver(Instant now) {
        Duration longest = windows.stream()
                .map(window -> window.part().range())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return usedAt.isBefore(now.minus(longest).minus(interval));
    }

    /** Reads the slices that are to be read, and puts the windows of that time together. */
    Mono<SlicedAnswer> ask(Instant at) {
        return Flux.fromIterable(readings(at))
                .flatMap(reading -> put(reading).map(result -> new SliceRead(reading, result)), READS_AT_ONCE)
                .takeUntil(read -> read.result() instanceof QueryResult.Failure<List<Series>>)
                .collectList()
                .map(reads -> joined(reads, at));
    }

    private synchronized List<SliceReading> readings(Instant at) {
        List<SliceReading> readings = new ArrayList<>();
        for (WindowSlices window : windows) {
            window.missing(at).forEach(question -> readings.add(new SliceReading(window.part(), window, question)));
        }
        for (WindowPart part : others) {
            readings.add(
                    new SliceReading(part, null, new SliceQuestion(part.expr().toString(), at, at, interval)));
        }
        return readings;
    }

    private Mono<QueryResult<List<Series>>> put(SliceReading reading) {
        SliceQuestion question = reading.question();
        return question.isSingle()
                ? querier.query(question.text(), question.first())
                        .map(answer -> SeriesAssembly.asSeries(answer, question.first()))
                : querier.queryRange(question.text(), question.first(), question.last(), question.step());
    }

    private synchronized SlicedAnswer joined(List<SliceRead> reads, Instant at) {
        Map<MetricExpr, List<Sample>> values = new IdentityHashMap<>();
        long bytes = 0;
        long lines = 0;
        for (SliceRead read : reads) {
            if (read.result() instanceof QueryResult.Failure<List<Series>> failure) {
                return failed(failure);
            }
            if (!take(read, values, at)) {
                return whole("unclear");
            }
            if (read.result() instanceof QueryResult.Success<List<Series>> success) {
                bytes += success.statistics().bytesProcessed();
                lines += success.statistics().linesProcessed();
            }
        }
        for (WindowSlices window : windows) {
            Optional<List<Sample>> value = window.value(at);
            if (value.isEmpty()) {
                return whole("unclear");
            }
            values.put(window.part().expr(), value.get());
        }
        return computed(values, new QueryStatistics(bytes, lines));
    }

    /** False when it is not plain what the samples are. */
    private static boolean take(SliceRead read, Map<MetricExpr, List<Sample>> values, Instant at) {
        SliceReading reading = read.reading();
        Map<Long, List<Sample>> byTime =
                RangeAnswer.of(read.result(), Duration.ZERO).byTime();
        if (reading.window() != null) {
            return reading.window().add(reading.question(), byTime, at);
        }
        List<Sample> samples = byTime.getOrDefault(at.toEpochMilli(), List.of());
        values.put(reading.part().expr(), samples);
        return reading.part().isClear(samples);
    }

    private SlicedAnswer computed(Map<MetricExpr, List<Sample>> values, QueryStatistics statistics) {
        if (!(slicing instanceof Slicing.SlicedWindows sliced)) {
            throw new IllegalStateException("has no slices");
        }
        try {
            List<Sample> samples = engine.computed(sliced.expression(), values, CONTEXT);
            return samples.size() > MOST_SERIES
                    ? whole("series_limit")
                    : new SlicedAnswer(new QueryResult.Success<>(samples, statistics), "");
        } catch (QueryException e) {
            // The data source says it in its own words.
            return whole("unclear");
        }
    }

    private static SlicedAnswer failed(QueryResult.Failure<List<Series>> failure) {
        return SharedAsking.isOfAll(failure.reason())
                ? new SlicedAnswer(new QueryResult.Failure<>(failure.reason(), failure.message()), "")
                : whole(failure.reason().word());
    }

    private static SlicedAnswer whole(String because) {
        return new SlicedAnswer(null, because);
    }
}
