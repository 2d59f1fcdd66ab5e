package io.tocsin.logstore;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All streams in memory within a bound of bytes. Writing and retention are for one thread at a time, reading is for any
 * number.
 */
final class MemoryStore implements LogSource {

    private final StreamIndex index = new StreamIndex();
    private final long maxBytes;
    private final int chunkBytes;
    private volatile long bytes;
    private long createdStreams;

    MemoryStore(long maxBytes, int chunkBytes) {
        this.maxBytes = maxBytes;
        this.chunkBytes = chunkBytes;
    }

    long memoryBytes() {
        return bytes;
    }

    int streamCount() {
        return index.size();
    }

    boolean has(Labels labels) {
        return index.get(labels) != null;
    }

    /** Stores what is not there yet and returns that. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    StreamEntries append(StreamEntries pushed) {
        MemoryStream stream = index.get(pushed.labels());
        if (stream == null) {
            stream = new MemoryStream(pushed.labels(), createdStreams++, chunkBytes);
            index.add(stream);
            bytes += stream.overheadBytes();
        }
        long before = stream.memoryBytes();
        List<LogEntry> stored = new ArrayList<>(pushed.entries().size());
        for (LogEntry entry : pushed.entries()) {
            if (stream.append(entry)) {
                stored.add(entry);
            }
        }
        bytes += stream.memoryBytes() - before;
        return stored.size() == pushed.entries().size() ? pushed : new StreamEntries(pushed.labels(), stored);
    }

    /** Drops what is older; entries may live on for as long as the tolerance. */
    MemoryStream.Amount retainSince(long nanos, long toleranceNanos) {
        MemoryStream.Amount dropped = MemoryStream.Amount.NONE;
        for (MemoryStream stream : List.copyOf(index.all())) {
            MemoryStream.Amount amount = stream.dropChunksBefore(nanos).plus(stream.trimBefore(nanos, toleranceNanos));
            dropped = dropped.plus(settle(stream, amount));
        }
        return dropped;
    }

    /** Drops the oldest chunks until a twentieth of the bound is free, if the bound is exceeded. */
    MemoryStream.Amount retainBytes() {
        if (bytes <= maxBytes) {
            return MemoryStream.Amount.NONE;
        }
        long target = maxBytes - maxBytes / 20;
        List<Oldest> chunks = new ArrayList<>();
        for (MemoryStream stream : index.all()) {
            for (long newest : stream.chunkAges()) {
                chunks.add(new Oldest(newest, stream));
            }
        }
        chunks.sort(null);
        MemoryStream.Amount dropped = MemoryStream.Amount.NONE;
        for (Oldest chunk : chunks) {
            if (bytes <= target) {
                break;
            }
            dropped = dropped.plus(settle(chunk.stream, chunk.stream.dropChunksBefore(chunk.newestNanos + 1)));
        }
        return dropped;
    }

    private record Oldest(long newestNanos, MemoryStream stream) implements Comparable<Oldest> {

        @Override
        public int compareTo(Oldest other) {
            return Long.compare(newestNanos, other.newestNanos);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    private MemoryStream.Amount settle(MemoryStream stream, MemoryStream.Amount dropped) {
        bytes -= dropped.bytes();
        if (stream.isEmpty()) {
            index.remove(stream);
            bytes -= stream.overheadBytes();
        }
        return dropped;
    }

    List<MemoryStream> streams(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        List<MemoryStream> selected = index.select(matchers);
        selected.removeIf(stream -> !stream.overlaps(fromNanosInclusive, toNanosExclusive));
        // A fixed order, so that lines of one nanosecond in several streams always come in the same order.
        selected.sort(Comparator.comparingLong(MemoryStream::number).reversed());
        return selected;
    }

    /** The extent of each stream that satisfies all the matchers and has an entry in the interval. */
    List<StreamVolume> volumes(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        List<StreamVolume> volumes = new ArrayList<>();
        for (MemoryStream stream : streams(matchers, fromNanosInclusive, toNanosExclusive)) {
            MemoryStream.Amount amount = stream.count(fromNanosInclusive, toNanosExclusive);
            if (amount.entries() > 0) {
                int chunks = stream.chunkCount(fromNanosInclusive, toNanosExclusive);
                volumes.add(new StreamVolume(stream.labels(), chunks, amount.entries(), amount.bytes()));
            }
        }
        return volumes;
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        return List.copyOf(streams(matchers, fromNanosInclusive, toNanosExclusive));
    }
}
