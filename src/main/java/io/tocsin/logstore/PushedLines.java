package io.tocsin.logstore;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few entries that have just been pushed as a source, so that they go through the same pipeline as a query's. */
public final class PushedLines implements LogSource {

    private final Map<Labels, List<LogEntry>> streams = new LinkedHashMap<>();

    public PushedLines(List<StreamEntries> batch) {
        for (StreamEntries stream : batch) {
            streams.computeIfAbsent(stream.labels(), labels -> new ArrayList<>())
                    .addAll(stream.entries());
        }
        streams.values().forEach(entries -> entries.sort(Comparator.comparingLong(LogEntry::timestampNanos)));
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        List<LogStream> selected = new ArrayList<>();
        streams.forEach((labels, entries) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
                selected.add(new PushedStreamPart(labels, entries));
            }
        });
        return selected;
    }

    private record PushedStreamPart(Labels labels, List<LogEntry> all) implements LogStream {

        @Override
        public EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction) {
            List<LogEntry> within = new ArrayList<>(all);
            within.removeIf(
                    entry -> entry.timestampNanos() < fromNanosInclusive || entry.timestampNanos() >= toNanosExclusive);
            if (direction == Direction.BACKWARD) {
                Collections.reverse(within);
            }
            return new Cursor(within);
        }
    }

    private static final class Cursor implements EntryCursor {

        private final List<LogEntry> entries;
        private int index = -1;

        Cursor(List<LogEntry> entries) {
            this.entries = entries;
        }

        @Override
        public boolean next() {
            return ++index < entries.size();
        }

        @Override
        public long timestampNanos() {
            return entries.get(index).timestampNanos();
        }

        @Override
        public byte[] buffer() {
            return entries.get(index).line();
        }

        @Override
        public int offset() {
            return 0;
        }

        @Override
        public int length() {
            return entries.get(index).line().length;
        }

        @Override
        public Labels structuredMetadata() {
            return entries.get(index).structuredMetadata();
        }
    }
}
