package io.tocsin.logstore;

import io.tocsin.label.Labels;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogStream;
import io.tocsin.logstore.entry.LogEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The entries of one label set. The lock is held for single appends and for taking views, never while reading. */
final class MemoryStream implements LogStream {

    private static final int MAX_CHUNK_ENTRIES = 8192;
    private static final int OVERHEAD_BYTES = 700;

    private final Labels labels;
    private final long number;
    private final int chunkBytes;
    private final List<Chunk> chunks = new ArrayList<>();
    private long nextSequence;
    private long memoryBytes;
    private long maxNanos = Long.MIN_VALUE;

    /**
     * @param number rises with every new stream
     * @param chunkBytes how much data a chunk takes before the next one is begun
     */
    MemoryStream(Labels labels, long number, int chunkBytes) {
        this.labels = labels;
        this.number = number;
        this.chunkBytes = chunkBytes;
    }

    /** Entries and bytes, of memory for what was dropped and of lines for what was counted. */
    record Amount(long entries, long bytes) {

        static final Amount NONE = new Amount(0, 0);

        Amount plus(Amount other) {
            return new Amount(entries + other.entries, bytes + other.bytes);
        }
    }

    @Override
    public Labels labels() {
        return labels;
    }

    long number() {
        return number;
    }

    /** What the stream itself and its place in the index take, without chunks. */
    long overheadBytes() {
        return OVERHEAD_BYTES + 2 * MemorySize.of(labels);
    }

    /** Stores the entry unless it is there already. */
    synchronized boolean append(LogEntry entry) {
        if (entry.timestampNanos() <= maxNanos && contains(entry)) {
            return false;
        }
        Chunk head = headFor(entry);
        long before = head.memoryBytes();
        head.append(entry);
        memoryBytes += head.memoryBytes() - before;
        maxNanos = Math.max(maxNanos, entry.timestampNanos());
        return true;
    }

    private boolean contains(LogEntry entry) {
        for (int i = chunks.size() - 1; i >= 0; i--) {
            Chunk chunk = chunks.get(i);
            // A chunk may build an index for the search.
            memoryBytes -= chunk.memoryBytes();
            boolean found = chunk.contains(entry);
            memoryBytes += chunk.memoryBytes();
            if (found) {
                return true;
            }
        }
        return false;
    }

    private Chunk headFor(LogEntry entry) {
        Chunk head = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (head != null && head.size() < MAX_CHUNK_ENTRIES && head.dataBytes() + entry.line().length <= chunkBytes) {
            return head;
        }
        if (head != null) {
            memoryBytes -= head.memoryBytes();
            head.seal();
            memoryBytes += head.memoryBytes();
        }
        Chunk chunk = new Chunk(nextSequence++);
        chunks.add(chunk);
        memoryBytes += chunk.memoryBytes();
        return chunk;
    }

    /** What the chunks take on the heap. */
    synchronized long memoryBytes() {
        return memoryBytes;
    }

    synchronized boolean isEmpty() {
        return chunks.isEmpty();
    }

    synchronized boolean overlaps(long fromNanosInclusive, long toNanosExclusive) {
        for (Chunk chunk : chunks) {
            if (chunk.minNanos() < toNanosExclusive && chunk.maxNanos() >= fromNanosInclusive) {
                return true;
            }
        }
        return false;
    }

    /** The newest entry of each chunk, oldest chunk first: the order in which chunks are dropped for space. */
    synchronized List<Long> chunkAges() {
        return chunks.stream().map(Chunk::maxNanos).toList();
    }

    /** Drops every chunk whose newest entry is older. */
    synchronized Amount dropChunksBefore(long nanos) {
        long entries = 0;
        long bytes = 0;
        for (Iterator<Chunk> all = chunks.iterator(); all.hasNext(); ) {
            Chunk chunk = all.next();
            if (chunk.maxNanos() < nanos) {
                entries += chunk.size();
                bytes += chunk.memoryBytes();
                all.remove();
            }
        }
        memoryBytes -= bytes;
        return new Amount(entries, bytes);
    }

    /** Writes chunks anew that reach further back than the tolerance, without their entries before this time. */
    synchronized Amount trimBefore(long nanos, long toleranceNanos) {
        long entries = 0;
        long before = memoryBytes;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            if (chunk.minNanos() < nanos - toleranceNanos) {
                Chunk rest = withoutBefore(chunk, nanos);
                if (i < chunks.size() - 1) {
                    rest.seal();
                }
                entries += chunk.size() - rest.size();
                memoryBytes += rest.memoryBytes() - chunk.memoryBytes();
                chunks.set(i, rest);
            }
        }
        return new Amount(entries, before - memoryBytes);
    }

    private static Chunk withoutBefore(Chunk chunk, long nanos) {
        ChunkView view = chunk.view();
        Chunk rest = new Chunk(view.sequence());
        for (int index = 0; index < view.size(); index++) {
            if (view.columns().timestamps()[index] >= nanos) {
                rest.append(view.columns().entry(index));
            }
        }
        return rest;
    }

    private synchronized List<ChunkView> views(long fromNanosInclusive, long toNanosExclusive) {
        List<ChunkView> views = new ArrayList<>(chunks.size());
        for (Chunk chunk : chunks) {
            if (chunk.minNanos() < toNanosExclusive && chunk.maxNanos() >= fromNanosInclusive) {
                views.add(chunk.view());
            }
        }
        return views;
    }

    @Override
    public EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction) {
        List<ChunkView> views = views(fromNanosInclusive, toNanosExclusive);
        return new StreamCursor(views, fromNanosInclusive, toNanosExclusive, direction);
    }

    /** The number of chunks that overlap the interval. */
    int chunkCount(long fromNanosInclusive, long toNanosExclusive) {
        return views(fromNanosInclusive, toNanosExclusive).size();
    }

    /** Entries of the interval and the bytes of their lines. */
    Amount count(long fromNanosInclusive, long toNanosExclusive) {
        long entries = 0;
        long bytes = 0;
        for (ChunkView view : views(fromNanosInclusive, toNanosExclusive)) {
            int end = view.firstAtOrAfter(toNanosExclusive);
            for (int position = view.firstAtOrAfter(fromNanosInclusive); position < end; position++) {
                entries++;
                bytes += view.columns().lineLengths()[view.indexAt(position)];
            }
        }
        return new Amount(entries, bytes);
    }
}
