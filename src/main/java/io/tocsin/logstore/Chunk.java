package io.tocsin.logstore;

import io.tocsin.label.Labels;
import io.tocsin.logstore.entry.ByteWriter;
import io.tocsin.logstore.entry.LogEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one stream in the order of their arrival, packed into arrays. Grows at its end only: what a reader has
 * seen never changes, so readers need the stream's lock only to take a {@link ChunkView}.
 */
final class Chunk {

    static final int INLINE_METADATA = -1;

    private static final int OVERHEAD_BYTES = 320;
    private static final int ENTRY_BYTES = 20;
    private static final int MAX_DICTIONARY = 128;

    private final long sequence;
    private byte[] data = new byte[512];
    private long[] timestamps = new long[8];
    /** Where each record begins in the data; one more element than entries, the last is the end of the data. */
    private int[] starts = new int[9];

    private int[] lineLengths = new int[8];
    /** An index into the dictionary, or {@link #INLINE_METADATA} when the metadata follows the line. */
    private int[] metadata = new int[8];

    /** Indexes in order of time, stable by arrival; null as long as arrival was in order. Replaced when changed inside. */
    private int @Nullable [] order;

    private Labels[] dictionary = new Labels[2];
    private int dictionarySize;
    private @Nullable Map<Labels, Integer> dictionaryIds = new HashMap<>();
    private long dictionaryBytes;
    private @Nullable DuplicateIndex duplicates;
    private int size;
    private long minNanos = Long.MAX_VALUE;
    private long maxNanos = Long.MIN_VALUE;

    /** @param sequence rises with every chunk of a stream; orders chunks of overlapping time */
    Chunk(long sequence) {
        this.sequence = sequence;
    }

    int size() {
        return size;
    }

    int dataBytes() {
        return starts[size];
    }

    long minNanos() {
        return minNanos;
    }

    long maxNanos() {
        return maxNanos;
    }

    /** What the chunk takes on the heap. */
    long memoryBytes() {
        return OVERHEAD_BYTES
                + data.length
                + (long) ENTRY_BYTES * timestamps.length
                + (order == null ? 0 : 4L * order.length)
                + (duplicates == null ? 0 : duplicates.memoryBytes())
                + dictionaryBytes;
    }

    ChunkView view() {
        return new ChunkView(
                sequence, size, data, timestamps, starts, lineLengths, metadata, order, dictionary, minNanos, maxNanos);
    }

    boolean contains(LogEntry entry) {
        if (entry.timestampNanos() < minNanos || entry.timestampNanos() > maxNanos) {
            return false;
        }
        DuplicateIndex index = duplicates;
        if (index != null) {
            return index.contains(entry, view());
        }
        ChunkView view = view();
        int first = view.firstAtOrAfter(entry.timestampNanos());
        int position = first;
        while (position < size && view.timestampAt(position) == entry.timestampNanos()) {
            if (view.holds(view.indexAt(position), entry)) {
                return true;
            }
            position++;
        }
        if (position - first > DuplicateIndex.WORTH_WHILE) {
            duplicates = DuplicateIndex.of(view);
        }
        return false;
    }

    void append(LogEntry entry) {
        ensureEntry();
        int index = size;
        writeData(entry);
        long timestamp = entry.timestampNanos();
        timestamps[index] = timestamp;
        insertIntoOrder(index, timestamp);
        if (duplicates != null) {
            duplicates.add(entry, index);
        }
        minNanos = Math.min(minNanos, timestamp);
        maxNanos = Math.max(maxNanos, timestamp);
        size = index + 1;
    }

    private void writeData(LogEntry entry) {
        byte[] line = entry.line();
        int start = starts[size];
        int id = dictionaryId(entry.structuredMetadata());
        byte[] inline = id == INLINE_METADATA ? encode(entry.structuredMetadata()) : NONE;
        ensureData(start + line.length + inline.length);
        System.arraycopy(line, 0, data, start, line.length);
        System.arraycopy(inline, 0, data, start + line.length, inline.length);
        lineLengths[size] = line.length;
        metadata[size] = id;
        starts[size + 1] = start + line.length + inline.length;
    }

    private static final byte[] NONE = {};

    private static byte[] encode(Labels labels) {
        ByteWriter writer = new ByteWriter(64);
        writer.putLabels(labels);
        return Arrays.copyOf(writer.array(), writer.size());
    }

    private int dictionaryId(Labels labels) {
        if (dictionaryIds == null) {
            return INLINE_METADATA;
        }
        Integer known = dictionaryIds.get(labels);
        if (known != null) {
            return known;
        }
        if (dictionarySize == MAX_DICTIONARY) {
            return INLINE_METADATA;
        }
        if (dictionarySize == dictionary.length) {
            dictionary = Arrays.copyOf(dictionary, dictionarySize * 2);
        }
        dictionary[dictionarySize] = labels;
        dictionaryIds.put(labels, dictionarySize);
        dictionaryBytes += MemorySize.of(labels) + 64;
        return dictionarySize++;
    }

    private void insertIntoOrder(int index, long timestamp) {
        int[] current = order;
        if (current == null) {
            if (timestamp >= maxNanos) {
                return;
            }
            current = new int[timestamps.length];
            for (int i = 0; i < index; i++) {
                current[i] = i;
            }
        } else if (timestamp >= maxNanos) {
            if (current.length <= index) {
                current = Arrays.copyOf(current, timestamps.length);
            }
            current[index] = index;
            order = current;
            return;
        }
        // A new array: readers may hold the present one.
        int position = view().firstAfter(timestamp);
        int[] changed = new int[Math.max(current.length, timestamps.length)];
        System.arraycopy(current, 0, changed, 0, position);
        changed[position] = index;
        System.arraycopy(current, position, changed, position + 1, index - position);
        order = changed;
    }

    private void ensureEntry() {
        if (size == timestamps.length) {
            int capacity = size * 2;
            timestamps = Arrays.copyOf(timestamps, capacity);
            starts = Arrays.copyOf(starts, capacity + 1);
            lineLengths = Arrays.copyOf(lineLengths, capacity);
            metadata = Arrays.copyOf(metadata, capacity);
        }
    }

    private void ensureData(int needed) {
        if (needed > data.length) {
            data = Arrays.copyOf(data, Math.max(needed, data.length * 2));
        }
    }

    /** Gives back what was reserved for growth; nothing may be appended afterwards. */
    void seal() {
        data = Arrays.copyOf(data, starts[size]);
        timestamps = Arrays.copyOf(timestamps, size);
        starts = Arrays.copyOf(starts, size + 1);
        lineLengths = Arrays.copyOf(lineLengths, size);
        metadata = Arrays.copyOf(metadata, size);
        order = order == null ? null : Arrays.copyOf(order, size);
        dictionaryBytes -= 64L * dictionarySize;
        dictionaryIds = null;
    }
}
