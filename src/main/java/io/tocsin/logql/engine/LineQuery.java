package io.tocsin.logql.engine;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.engine.EngineResult.ResultStream;
import io.tocsin.logql.engine.EngineResult.StreamLine;
import io.tocsin.logql.engine.pipeline.Pipeline;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import io.tocsin.logql.engine.pipeline.StageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The execution of one query for log lines: merges the streams by time until there are enough lines. */
final class LineQuery {

    private static final int BYTES_PER_LINE = 64;

    private final LogQuery query;
    private final Scan scan;
    private final Pipeline pipeline;
    private final Map<SeriesLabels, List<StreamLine>> lines = new HashMap<>();
    private int count;
    private boolean hasLast;
    private long lastNanos;

    LineQuery(LogSelectorExpr expr, LogQuery query, QueryContext context) {
        this.query = query;
        this.scan = new Scan(context);
        try {
            this.pipeline = Pipeline.forLines(expr.stages(), Nanos.toGoTime(context.now()));
        } catch (StageException e) {
            throw QueryException.badRequest("parse error : " + e.getMessage());
        }
    }

    /** A stream with its next entry, and what it has given at that entry's time. */
    private static final class LineSource {

        private final int index;
        private final SeriesLabels labels;
        private final EntryCursor cursor;
        private final List<String> given = new ArrayList<>();
        private long givenNanos;

        LineSource(int index, LogStream stream, EntryCursor cursor) {
            this.index = index;
            this.labels = SeriesLabels.of(stream.labels());
            this.cursor = cursor;
        }

        /** False if the stream has given the same line with the same labels at the same time. */
        boolean isNew(long nanos, SeriesLabels labels, String line) {
            if (nanos != givenNanos) {
                given.clear();
                givenNanos = nanos;
            }
            String identity = labels + line;
            return !given.contains(identity) && given.add(identity);
        }
    }

    EngineResult run(LogSource source, LogSelectorExpr expr) {
        long end = query.endNanos() == query.startNanos() ? Nanos.saturatedAdd(query.endNanos(), 1) : query.endNanos();
        Comparator<LineSource> byTime = Comparator.comparingLong(s -> s.cursor.timestampNanos());
        Comparator<LineSource> order = query.direction() == Direction.FORWARD ? byTime : byTime.reversed();
        PriorityQueue<LineSource> queue = new PriorityQueue<>(order.thenComparingInt(s -> s.index));
        int index = 0;
        for (LogStream stream : StreamOrder.sorted(source.select(expr.matchers(), query.startNanos(), end))) {
            scan.countStream();
            EntryCursor cursor = stream.entries(query.startNanos(), end, query.direction());
            if (cursor.next()) {
                queue.add(new LineSource(index++, stream, cursor));
            }
        }
        while (!queue.isEmpty() && count < query.limit()) {
            LineSource next = queue.poll();
            take(next);
            if (next.cursor.next()) {
                queue.add(next);
            }
        }
        return result();
    }

    private void take(LineSource source) {
        EntryCursor entry = source.cursor;
        scan.countEntry(entry.length());
        pipeline.startStream(source.labels);
        boolean passes = pipeline.process(
                entry.timestampNanos(), entry.buffer(), entry.offset(), entry.length(), entry.structuredMetadata());
        if (!passes) {
            return;
        }
        String line = pipeline.line();
        SeriesLabels labels = pipeline.labels();
        if (!source.isNew(entry.timestampNanos(), labels, line) || !isFarEnough(entry.timestampNanos())) {
            return;
        }
        hasLast = true;
        lastNanos = entry.timestampNanos();
        count++;
        scan.allocate(BYTES_PER_LINE + 2L * line.length());
        lines.computeIfAbsent(labels, key -> new ArrayList<>()).add(new StreamLine(entry.timestampNanos(), line));
    }

    private boolean isFarEnough(long nanos) {
        if (query.intervalNanos() == 0 || !hasLast) {
            return true;
        }
        return query.direction() == Direction.FORWARD
                ? nanos >= Nanos.saturatedAdd(lastNanos, query.intervalNanos())
                : nanos <= Nanos.saturatedSubtract(lastNanos, query.intervalNanos());
    }

    private EngineResult result() {
        List<ResultStream> streams = new ArrayList<>();
        lines.forEach((labels, entries) -> streams.add(new ResultStream(labels, entries)));
        streams.sort(Comparator.comparing(ResultStream::labels));
        return new EngineResult.Streams(streams, scan.statistics());
    }
}
