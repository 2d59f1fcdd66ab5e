package io.tocsin.api.loki;

import io.tocsin.label.Labels;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logstore.LogStore;
import io.tocsin.logstore.entry.LogEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Makes the text frames of one tail: first the lines since its start, then those that come. For one thread. */
final class TailFrames {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final LogqlQueries queries;
    private final LogSelectorExpr expr;
    private final boolean categorized;
    /** Lines of the first frame, which may come again from the queue when they arrived while it was made. */
    private Set<Seen> seen = new HashSet<>();

    private boolean caughtUp;

    TailFrames(LogqlQueries queries, LogSelectorExpr expr, boolean categorized) {
        this.queries = queries;
        this.expr = expr;
        this.categorized = categorized;
    }

    private record Seen(Map<String, String> labels, long timeNanos, String text) {}

    /** The newest lines since the start, at most as many as the limit; empty when there are none. */
    Optional<String> history(LogStore store, LokiParameters.Bounds bounds, int limit) {
        LogqlQueries.LineRequest request =
                new LogqlQueries.LineRequest(bounds, limit, Direction.BACKWARD, 0, categorized);
        List<QueryAnswer.LineStream> lines =
                inOrderOfTime(queries.lines(expr, request, new InterruptibleSource(store)));
        lines.forEach(line -> seen.add(seenOf(line)));
        return lines.isEmpty() ? Optional.empty() : Optional.of(frame(lines, List.of()));
    }

    /** The frame for a batch; empty when the pipeline leaves nothing of it. */
    Optional<String> next(TailQueue.Batch batch) {
        List<QueryAnswer.LineStream> lines = batch.streams().isEmpty() ? List.of() : lines(batch);
        if (!caughtUp) {
            lines = lines.stream().filter(line -> !seen.contains(seenOf(line))).toList();
            seen = new HashSet<>();
            caughtUp = true;
        }
        boolean nothing = lines.isEmpty() && batch.dropped().isEmpty();
        return nothing ? Optional.empty() : Optional.of(frame(lines, batch.dropped()));
    }

    private List<QueryAnswer.LineStream> lines(TailQueue.Batch batch) {
        LogqlQueries.LineRequest request =
                new LogqlQueries.LineRequest(extent(batch), Integer.MAX_VALUE, Direction.FORWARD, 0, categorized);
        return inOrderOfTime(queries.lines(expr, request, new TailSource(batch.streams())));
    }

    private static LokiParameters.Bounds extent(TailQueue.Batch batch) {
        LongSummaryStatistics times = batch.streams().stream()
                .flatMap(stream -> stream.entries().stream())
                .mapToLong(LogEntry::timestampNanos)
                .summaryStatistics();
        return new LokiParameters.Bounds(times.getMin(), times.getMax() + 1);
    }

    private static Seen seenOf(QueryAnswer.LineStream line) {
        QueryAnswer.Line only = line.lines().get(0);
        return new Seen(line.labels(), only.timeNanos(), only.text());
    }

    /** One stream object for each line, as Loki sends them, so that a client sees them in order. */
    private static List<QueryAnswer.LineStream> inOrderOfTime(QueryAnswer.Streams streams) {
        List<QueryAnswer.LineStream> lines = new ArrayList<>();
        for (QueryAnswer.LineStream stream : streams.streams()) {
            for (QueryAnswer.Line line : stream.lines()) {
                lines.add(new QueryAnswer.LineStream(stream.labels(), stream.indexLabels(), List.of(line)));
            }
        }
        lines.sort(Comparator.comparingLong(line -> line.lines().get(0).timeNanos()));
        return lines;
    }

    private String frame(List<QueryAnswer.LineStream> lines, List<TailQueue.Dropped> dropped) {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), target)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("streams");
            lines.forEach(line -> QueryJson.writeStream(json, line, categorized));
            json.writeEndArray();
            if (!dropped.isEmpty()) {
                writeDropped(json, dropped);
            }
            if (categorized) {
                json.writeArrayPropertyStart("encodingFlags");
                json.writeString(QueryJson.CATEGORIZE_LABELS);
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return target.toString(StandardCharsets.UTF_8);
    }

    private static void writeDropped(JsonGenerator json, List<TailQueue.Dropped> dropped) {
        json.writeArrayPropertyStart("dropped_entries");
        for (TailQueue.Dropped entry : dropped) {
            json.writeStartObject();
            Labels labels = entry.labels();
            json.writeName("labels");
            QueryJson.writeLabels(json, labels.asMap());
            json.writeStringProperty("timestamp", Long.toString(entry.timestampNanos()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
