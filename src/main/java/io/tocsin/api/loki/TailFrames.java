package io.tocsin.api.loki;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.LogQuery;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import io.tocsin.logstore.LogStore;
import io.tocsin.logstore.PushedLines;
import io.tocsin.logstore.entry.LogEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Makes the text frames of one tail: first the lines since its start, then those that come. For one thread. */
final class TailFrames {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final EngineQueries queries;
    private final LogSelectorExpr expr;
    private final boolean categorized;
    /** Lines of the first frame, which may come again from the queue when they arrived while it was made. */
    private Set<TailLine> seen = new HashSet<>();

    private boolean caughtUp;

    TailFrames(EngineQueries queries, LogSelectorExpr expr, boolean categorized) {
        this.queries = queries;
        this.expr = expr;
        this.categorized = categorized;
    }

    private record TailLine(SeriesLabels labels, EngineResult.StreamLine line) {}

    /** Lines in order of time, and where they came from. */
    private record Lines(List<TailLine> lines, OriginSource source) {}

    /** The newest lines since the start, at most as many as the limit; empty when there are none. */
    Optional<String> history(LogStore store, LokiParameters.Bounds bounds, int limit) {
        Lines found = read(store, new LogQuery(bounds.startNanos(), bounds.endNanos(), limit, Direction.BACKWARD, 0));
        found.lines.forEach(line -> seen.add(withoutOrigin(line)));
        return found.lines.isEmpty() ? Optional.empty() : Optional.of(frame(found, List.of()));
    }

    /** The frame for a batch; empty when the pipeline leaves nothing of it. */
    Optional<String> next(TailQueue.TailBatch batch) {
        LongSummaryStatistics times = batch.streams().stream()
                .flatMap(stream -> stream.entries().stream())
                .mapToLong(LogEntry::timestampNanos)
                .summaryStatistics();
        Lines found = times.getCount() == 0
                ? new Lines(List.of(), new OriginSource(new PushedLines(List.of())))
                : read(
                        new PushedLines(batch.streams()),
                        new LogQuery(
                                times.getMin(), times.getMax() + 1, EngineQueries.MAX_LINES, Direction.FORWARD, 0));
        if (!caughtUp) {
            List<TailLine> fresh = found.lines.stream()
                    .filter(line -> !seen.contains(withoutOrigin(line)))
                    .toList();
            found = new Lines(fresh, found.source);
            seen = new HashSet<>();
            caughtUp = true;
        }
        boolean nothing = found.lines.isEmpty() && batch.dropped().isEmpty();
        return nothing ? Optional.empty() : Optional.of(frame(found, batch.dropped()));
    }

    private Lines read(LogSource entries, LogQuery query) {
        OriginSource source = new OriginSource(entries);
        List<TailLine> lines = new ArrayList<>();
        LogSource asked = categorized ? source : entries;
        for (EngineResult.ResultStream stream :
                queries.tailed(expr, query, asked).streams()) {
            stream.lines().forEach(line -> lines.add(new TailLine(stream.labels(), line)));
        }
        lines.sort(Comparator.comparingLong(line -> line.line.timestampNanos()));
        return new Lines(lines, source);
    }

    private static TailLine withoutOrigin(TailLine line) {
        return line.labels.has(OriginSource.LABEL)
                ? new TailLine(line.labels.with(OriginSource.LABEL, ""), line.line)
                : line;
    }

    /** One stream object for each line, as Loki sends them, so that a client sees them in order. */
    private String frame(Lines found, List<TailQueue.Dropped> dropped) {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), target)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("streams");
            found.lines.forEach(line -> writeLine(json, line, found.source));
            json.writeEndArray();
            if (!dropped.isEmpty()) {
                writeDropped(json, dropped);
            }
            if (categorized) {
                QueryJson.writeEncodingFlags(json);
            }
            json.writeEndObject();
        }
        return target.toString(StandardCharsets.UTF_8);
    }

    private void writeLine(JsonGenerator json, TailLine line, OriginSource source) {
        if (!categorized) {
            QueryJson.writeStream(json, line.labels, List.of(line.line));
            return;
        }
        CategorizedLines.Categories categories = CategorizedLines.Categories.of(line.labels.asMap(), source);
        CategorizedLines.CategorizedLine only =
                new CategorizedLines.CategorizedLine(line.line.timestampNanos(), line.line.text(), categories);
        QueryJson.writeStream(json, new CategorizedLines.Stream(categories.stream(), List.of(only)));
    }

    private static void writeDropped(JsonGenerator json, List<TailQueue.Dropped> dropped) {
        json.writeArrayPropertyStart("dropped_entries");
        for (TailQueue.Dropped entry : dropped) {
            json.writeStartObject();
            json.writeName("labels");
            QueryJson.writeLabels(json, entry.labels().asMap());
            json.writeStringProperty("timestamp", Long.toString(entry.timestampNanos()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
