package io.tocsin.logql.engine;

import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.UnreadLineFormats;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.Pipeline;
import io.tocsin.logql.engine.pipeline.SampleGrouping;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import io.tocsin.logql.engine.pipeline.StageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A range aggregation: reads the entries of all steps once, then slides a window over the samples. */
final class RangeEvaluator implements QueryEvaluator {

    private static final String ERROR = "__error__";
    private static final String PRESERVE_ERROR = "__preserve_error__";
    private static final int MOST_INNER_SERIES = 100_000;

    private final RangeAggregation aggregation;
    private final LogRange range;
    private final Steps steps;
    private final Scan scan;
    private final Pipeline pipeline;
    private final long rangeNanos;
    private final long offsetNanos;
    private final Map<SeriesLabels, Window> windows = new HashMap<>();
    private final List<Window> ordered = new ArrayList<>();
    private SeriesLabels lastLabels = SeriesLabels.empty();
    private @Nullable Window lastWindow;

    RangeEvaluator(RangeAggregation aggregation, SampleGrouping grouping, Steps steps, Scan scan) {
        this.aggregation = aggregation;
        this.range = aggregation.range();
        this.steps = steps;
        this.scan = scan;
        this.rangeNanos = Nanos.of(range.range());
        this.offsetNanos = Nanos.of(range.offset());
        try {
            this.pipeline = Pipeline.forSamples(
                    UnreadLineFormats.removedFrom(aggregation),
                    range.unwrap(),
                    grouping,
                    Nanos.toGoTime(scan.context().now()));
        } catch (StageException e) {
            throw QueryException.badRequest("parse error : " + e.getMessage());
        }
    }

    /** Reads all entries that any step needs. */
    void load(LogSource source) {
        long from = Nanos.saturatedSubtract(Nanos.saturatedSubtract(steps.startNanos(), offsetNanos), rangeNanos);
        long to = Nanos.saturatedSubtract(steps.endNanos(), offsetNanos);
        long fromInclusive = from == Long.MAX_VALUE ? from : from + 1;
        long toExclusive = to == Long.MAX_VALUE ? to : to + 1;
        if (fromInclusive >= toExclusive) {
            return;
        }
        List<LogStream> streams = source.select(range.selector().matchers(), fromInclusive, toExclusive);
        for (LogStream stream : StreamOrder.sorted(streams)) {
            scan.countStream();
            pipeline.startStream(SeriesLabels.of(stream.labels()));
            read(stream.entries(fromInclusive, toExclusive, Direction.FORWARD));
        }
    }

    private void read(EntryCursor entries) {
        long first = Nanos.saturatedSubtract(steps.startNanos(), offsetNanos);
        long step = steps.stepNanos();
        int lastStep = steps.count() - 1;
        boolean isSingle = lastStep == 0;
        while (entries.next()) {
            scan.countEntry(entries.length());
            long since = entries.timestampNanos() - first;
            int begin = isSingle || since <= 0 ? 0 : (int) Math.min(lastStep + 1L, ceilDivide(since, step));
            int end = isSingle
                    ? 0
                    : (int) Math.min(lastStep, ceilDivide(Nanos.saturatedAdd(since, rangeNanos), step) - 1);
            if (begin <= end
                    && pipeline.process(
                            entries.timestampNanos(),
                            entries.buffer(),
                            entries.offset(),
                            entries.length(),
                            entries.structuredMetadata())) {
                window(pipeline.labels()).add(entries.timestampNanos(), value(), begin, end);
            }
        }
    }

    private static long ceilDivide(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    private double value() {
        RangeOperation operation = aggregation.operation();
        return operation == RangeOperation.BYTES_OVER_TIME || operation == RangeOperation.BYTES_RATE
                ? pipeline.lineLength()
                : pipeline.value();
    }

    private Window window(SeriesLabels labels) {
        if (labels == lastLabels && lastWindow != null) {
            return lastWindow;
        }
        Window window = windows.get(labels);
        if (window == null) {
            window = newWindow(labels);
            windows.put(labels, window);
            ordered.add(window);
        }
        lastLabels = labels;
        lastWindow = window;
        return window;
    }

    private Window newWindow(SeriesLabels labels) {
        if (labels.has(ERROR) && !labels.get(PRESERVE_ERROR).equals("true")) {
            throw pipelineError(labels);
        }
        if (windows.size() >= MOST_INNER_SERIES) {
            throw QueryException.badRequest("the query makes more than " + MOST_INNER_SERIES
                    + " series before it aggregates them; drop labels or group by fewer");
        }
        scan.allocate(64L * (labels.size() + 1));
        boolean unwraps = range.unwrap() != null;
        double seconds = rangeNanos / 1e9;
        return switch (aggregation.operation()) {
            case COUNT_OVER_TIME -> counting(labels, CountingWindow.CountKind.COUNT, 1);
            case BYTES_OVER_TIME -> counting(labels, CountingWindow.CountKind.SUM, 1);
            case BYTES_RATE -> counting(labels, CountingWindow.CountKind.SUM, seconds);
            case ABSENT_OVER_TIME -> counting(labels, CountingWindow.CountKind.ONE, 1);
            case RATE -> unwraps ? sampling(labels) : counting(labels, CountingWindow.CountKind.COUNT, seconds);
            default -> sampling(labels);
        };
    }

    private Window counting(SeriesLabels labels, CountingWindow.CountKind kind, double divisor) {
        scan.allocate(CountingWindow.memory(kind, steps.count()));
        return new CountingWindow(labels, kind, divisor, steps.count());
    }

    private Window sampling(SeriesLabels labels) {
        Double parameter = aggregation.parameter();
        RangeFunction function =
                RangeFunctions.of(aggregation.operation(), parameter == null ? 0 : parameter, rangeNanos);
        return new SampleWindow(labels, function, steps, rangeNanos, offsetNanos, scan);
    }

    private static QueryException pipelineError(SeriesLabels labels) {
        String error = labels.get(ERROR);
        return QueryException.badRequest("pipeline error: '" + error + "' for series: '" + labels + "'.\n"
                + "Use a label filter to intentionally skip this error. (e.g | __error__!=\"" + error + "\").\n"
                + "To skip all potential errors you can match empty errors.(e.g __error__=\"\")\n"
                + "The label filter can also be specified after unwrap. (e.g | unwrap latency | __error__=\"\" )\n");
    }

    @Override
    public List<EngineSample> at(int step) {
        scan.checkCancelled();
        List<EngineSample> vector = new ArrayList<>();
        for (Window window : ordered) {
            EngineSample sample = window.at(step);
            if (sample != null) {
                vector.add(sample);
            }
        }
        return vector;
    }
}
