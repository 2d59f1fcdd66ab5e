package io.tocsin.api.loki;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A source that adds to each entry's metadata a label saying where the entry came from. It goes through the pipeline
 * with the entry, so that of the labels in the result those of the stream, of the metadata and of parsers can be told
 * apart.
 */
final class OriginSource implements LogSource {

    static final String LABEL = "__origin__";

    private final LogSource source;
    private final List<Origin> origins = new ArrayList<>();

    OriginSource(LogSource source) {
        this.source = source;
    }

    record Origin(Labels stream, Labels metadata) {}

    Origin origin(String label) {
        return origins.get(Integer.parseInt(label));
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        List<LogStream> marked = new ArrayList<>();
        for (LogStream stream : source.select(matchers, fromNanosInclusive, toNanosExclusive)) {
            marked.add(new MarkedStream(stream));
        }
        return marked;
    }

    private final class MarkedStream implements LogStream {

        private final LogStream stream;
        private final Map<Labels, Labels> marked = new HashMap<>();

        MarkedStream(LogStream stream) {
            this.stream = stream;
        }

        @Override
        public Labels labels() {
            return stream.labels();
        }

        @Override
        public EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction) {
            return new MarkedCursor(stream.entries(fromNanosInclusive, toNanosExclusive, direction), this);
        }

        private Labels mark(Labels metadata) {
            return marked.computeIfAbsent(metadata, unmarked -> {
                origins.add(new Origin(stream.labels(), unmarked));
                return unmarked.with(LABEL, Integer.toString(origins.size() - 1));
            });
        }
    }

    private record MarkedCursor(EntryCursor cursor, MarkedStream stream) implements EntryCursor {

        @Override
        public boolean next() {
            return cursor.next();
        }

        @Override
        public long timestampNanos() {
            return cursor.timestampNanos();
        }

        @Override
        public byte[] buffer() {
            return cursor.buffer();
        }

        @Override
        public int offset() {
            return cursor.offset();
        }

        @Override
        public int length() {
            return cursor.length();
        }

        @Override
        public Labels structuredMetadata() {
            return stream.mark(cursor.structuredMetadata());
        }
    }
}
