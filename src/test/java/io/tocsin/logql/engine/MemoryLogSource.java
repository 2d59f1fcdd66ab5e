package io.tocsin.logql.engine;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entries in lists, for tests; exact repetitions are kept once, as in a store. */
public final class MemoryLogSource implements LogSource {

    /** @param line a character for each of its bytes, so that equal lines are equal */
    private record Entry(long nanos, String line, Labels metadata) {}

    private final Map<Labels, List<Entry>> streams = new LinkedHashMap<>();

    public MemoryLogSource add(Labels labels, long nanos, String line) {
        return add(labels, nanos, line, Labels.empty());
    }

    public MemoryLogSource add(Labels labels, long nanos, String line, Labels metadata) {
        return add(labels, nanos, line.getBytes(StandardCharsets.UTF_8), metadata);
    }

    /** @param line need not be UTF-8 */
    public MemoryLogSource add(Labels labels, long nanos, byte[] line, Labels metadata) {
        List<Entry> entries = streams.computeIfAbsent(labels, key -> new ArrayList<>());
        Entry entry = new Entry(nanos, new String(line, StandardCharsets.ISO_8859_1), metadata);
        int last = entries.size() - 1;
        while (last >= 0 && entries.get(last).nanos() >= nanos) {
            if (entries.get(last).equals(entry)) {
                return this;
            }
            last--;
        }
        entries.add(entry);
        entries.sort(Comparator.comparingLong(Entry::nanos));
        return this;
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        List<LogStream> selected = new ArrayList<>();
        streams.forEach((labels, entries) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
                selected.add(new MemoryStream(labels, entries));
            }
        });
        return selected;
    }

    private record MemoryStream(Labels labels, List<Entry> all) implements LogStream {

        @Override
        public EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction) {
            List<Entry> entries = new ArrayList<>();
            for (Entry entry : all) {
                if (entry.nanos() >= fromNanosInclusive && entry.nanos() < toNanosExclusive) {
                    entries.add(entry);
                }
            }
            if (direction == Direction.BACKWARD) {
                Collections.reverse(entries);
            }
            return new MemoryCursor(entries);
        }
    }

    private static final class MemoryCursor implements EntryCursor {

        private final List<Entry> entries;
        private int at = -1;
        private byte[] buffer = new byte[0];

        MemoryCursor(List<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public boolean next() {
            at++;
            if (at >= entries.size()) {
                return false;
            }
            // A margin on both sides shows stages that forget the offset or the length.
            buffer = ("<<" + entries.get(at).line() + ">>").getBytes(StandardCharsets.ISO_8859_1);
            return true;
        }

        @Override
        public long timestampNanos() {
            return entries.get(at).nanos();
        }

        @Override
        public byte[] buffer() {
            return buffer;
        }

        @Override
        public int offset() {
            return 2;
        }

        @Override
        public int length() {
            return buffer.length - 4;
        }

        @Override
        public Labels structuredMetadata() {
            return entries.get(at).metadata();
        }
    }
}
