package io.tocsin.api.loki;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogQuery;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines that a query found, as a source for further queries: whatever the matchers, every line is there. */
final class SampleLines implements LogSource {

    private final List<LogStream> streams = new ArrayList<>();

    SampleLines(CategorizedLines lines) {
        for (CategorizedLines.Stream stream : lines.streams()) {
            if (!stream.lines().isEmpty()) {
                streams.add(new SampleStream(Labels.of(stream.labels()), stream.lines()));
            }
        }
    }

    /** All lines after the parser, with the labels that it added. */
    CategorizedLines parsedBy(String parser, EngineQueries queries) {
        LogSelectorExpr query = (LogSelectorExpr) new LogqlParser().parse("{sample=\"lines\"} | " + parser);
        OriginSource source = new OriginSource(this);
        LogQuery all = new LogQuery(0, EngineQueries.MAX_LINES, EngineQueries.MAX_LINES, Direction.FORWARD, 0);
        return CategorizedLines.of(queries.tailed(query, all, source), source, Direction.FORWARD);
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        return streams;
    }

    private record SampleStream(Labels labels, List<CategorizedLines.CategorizedLine> lines) implements LogStream {

        @Override
        public EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction) {
            return new SampleCursor(lines);
        }
    }

    private static final class SampleCursor implements EntryCursor {

        private final List<CategorizedLines.CategorizedLine> lines;
        private int at = -1;
        private byte[] bytes = {};

        SampleCursor(List<CategorizedLines.CategorizedLine> lines) {
            this.lines = lines;
        }

        @Override
        public boolean next() {
            at++;
            if (at >= lines.size()) {
                return false;
            }
            bytes = lines.get(at).text().getBytes(StandardCharsets.UTF_8);
            return true;
        }

        /** The order of the sample is kept; the time of a line is of no interest here. */
        @Override
        public long timestampNanos() {
            return at;
        }

        @Override
        public byte[] buffer() {
            return bytes;
        }

        @Override
        public int offset() {
            return 0;
        }

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public Labels structuredMetadata() {
            return Labels.empty();
        }
    }
}
