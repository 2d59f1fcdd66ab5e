package io.tocsin.datasource;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small log source for tests: entries in memory, nothing else. */
public final class InMemorySource implements LogSource {

    private final Map<Labels, List<Entry>> streams = new LinkedHashMap<>();

    /** Adds a line without structured metadata. */
    public InMemorySource add(Labels stream, long nanos, String line) {
        streams.computeIfAbsent(stream, labels -> new ArrayList<>()).add(new Entry(nanos, line));
        return this;
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        return streams.entrySet().stream()
                .filter(stream -> matchers.stream().allMatch(matcher -> matcher.matches(stream.getKey())))
                .<LogStream>map(stream -> new Stream(stream.getKey(), stream.getValue()))
                .toList();
    }

    private record Entry(long nanos, String line) {}

    private record Stream(Labels labels, List<Entry> entries) implements LogStream {

        @Override
        public EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction) {
            Comparator<Entry> order = Comparator.comparingLong(Entry::nanos);
            return new Cursor(entries.stream()
                    .filter(entry -> entry.nanos() >= fromNanosInclusive && entry.nanos() < toNanosExclusive)
                    .sorted(direction == Direction.FORWARD ? order : order.reversed())
                    .toList());
        }
    }

    private static final class Cursor implements EntryCursor {

        private final List<Entry> entries;
        private int index = -1;
        private byte[] bytes = new byte[0];

        Cursor(List<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public boolean next() {
            if (++index >= entries.size()) {
                return false;
            }
            bytes = entries.get(index).line().getBytes(StandardCharsets.UTF_8);
            return true;
        }

        @Override
        public long timestampNanos() {
            return entries.get(index).nanos();
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
