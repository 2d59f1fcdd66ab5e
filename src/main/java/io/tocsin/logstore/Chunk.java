package io.tocsin.logstore;

import io.tocsin.bytes.ByteWriter;
import io.tocsin.label.Labels;
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

    private static final int OVERHEAD_BYTES = 360;
    private static final int ENTRY_BYTES = 20;
    private static final int MAX_DICTIONARY = 128;

    private final long sequence;
    private EntryColumns columns = EntryColumns.empty();

    /** Indexes in order of time, stable by arrival; null as long as arrival was in order. Replaced when changed inside. */
    private int @Nullable [] order;

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
        return columns.starts()[size];
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
                + columns.data().length
                + (long) ENTRY_BYTES * columns.capacity()
                + (order == null ? 0 : 4L * order.length)
                + (duplicates == null ? 0 : duplicates.memoryBytes())
                + dictionaryBytes;
    }

    ChunkView view() {
        return new ChunkView(sequence, size, columns, order);
    }

    boolean contains(LogEntry entry) {
        if (entry.timestampNanos() < minNanos || entry.timestampNanos() > maxNanos) {
            return false;
        }
        DuplicateIndex index = duplicates;
        if (index != null) {
            return index.contains(entry, columns);
        }
        ChunkView view = view();
        int first = view.firstAtOrAfter(entry.timestampNanos());
        int position = first;
        while (position < size && view.timestampAt(position) == entry.timestampNanos()) {
            if (columns.holds(view.indexAt(position), entry)) {
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
        columns.timestamps()[index] = timestamp;
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
        int start = columns.starts()[size];
        int id = dictionaryId(entry.structuredMetadata());
        byte[] inline = id == EntryColumns.INLINE_METADATA ? encode(entry.structuredMetadata()) : NONE;
        ensureData(start + line.length + inline.length);
        System.arraycopy(line, 0, columns.data(), start, line.length);
        System.arraycopy(inline, 0, columns.data(), start + line.length, inline.length);
        columns.lineLengths()[size] = line.length;
        columns.metadata()[size] = id;
        columns.starts()[size + 1] = start + line.length + inline.length;
    }

    private static final byte[] NONE = {};

    private static byte[] encode(Labels labels) {
        ByteWriter writer = new ByteWriter(64);
        writer.putLabels(labels);
        return writer.toByteArray();
    }

    private int dictionaryId(Labels labels) {
        if (dictionaryIds == null) {
            return EntryColumns.INLINE_METADATA;
        }
        Integer known = dictionaryIds.get(labels);
        if (known != null) {
            return known;
        }
        if (dictionarySize == MAX_DICTIONARY) {
            return EntryColumns.INLINE_METADATA;
        }
        if (dictionarySize == columns.dictionary().length) {
            columns = columns.withDictionary(dictionarySize * 2);
        }
        columns.dictionary()[dictionarySize] = labels;
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
            current = new int[columns.capacity()];
            for (int i = 0; i < index; i++) {
                current[i] = i;
            }
        } else if (timestamp >= maxNanos) {
            if (current.length <= index) {
                current = Arrays.copyOf(current, columns.capacity());
            }
            current[index] = index;
            order = current;
            return;
        }
        // A new array: readers may hold the present one.
        int position = view().firstAfter(timestamp);
        int[] changed = new int[Math.max(current.length, columns.capacity())];
        System.arraycopy(current, 0, changed, 0, position);
        changed[position] = index;
        System.arraycopy(current, position, changed, position + 1, index - position);
        order = changed;
    }

    private void ensureEntry() {
        if (size == columns.capacity()) {
            columns = columns.withCapacity(size * 2);
        }
    }

    private void ensureData(int needed) {
        int length = columns.data().length;
        if (needed > length) {
            columns = columns.withData(Math.max(needed, length * 2));
        }
    }

    /** Gives back what was reserved for growth; nothing may be appended afterwards. */
    void seal() {
        columns = columns.withCapacity(size).withData(dataBytes());
        order = order == null ? null : Arrays.copyOf(order, size);
        dictionaryBytes -= 64L * dictionarySize;
        dictionaryIds = null;
    }
}
