package io.tocsin.logstore;

import io.tocsin.label.Labels;
import io.tocsin.logstore.entry.ByteReader;
import io.tocsin.logstore.entry.LogEntry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A chunk as it was at one moment. A <em>position</em> counts entries in order of time, an <em>index</em> in order of
 * arrival.
 */
@SuppressWarnings("ArrayRecordComponent") // a window on the chunk's own arrays, never compared
record ChunkView(
        long sequence,
        int size,
        byte[] data,
        long[] timestamps,
        int[] starts,
        int[] lineLengths,
        int[] metadata,
        int @Nullable [] order,
        Labels[] dictionary,
        long minNanos,
        long maxNanos) {

    int indexAt(int position) {
        return order == null ? position : order[position];
    }

    long timestampAt(int position) {
        return timestamps[indexAt(position)];
    }

    /** The first position that is not older; the size when all are. */
    int firstAtOrAfter(long nanos) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestampAt(middle) < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int firstAfter(long nanos) {
        return nanos == Long.MAX_VALUE ? size : firstAtOrAfter(nanos + 1);
    }

    boolean overlaps(long fromNanosInclusive, long toNanosExclusive) {
        return size > 0 && minNanos < toNanosExclusive && maxNanos >= fromNanosInclusive;
    }

    Labels metadataOf(int index) {
        int id = metadata[index];
        if (id != Chunk.INLINE_METADATA) {
            return dictionary[id];
        }
        int from = starts[index] + lineLengths[index];
        return new ByteReader(ByteBuffer.wrap(data, from, starts[index + 1] - from)).readLabels();
    }

    boolean holds(int index, LogEntry entry) {
        int start = starts[index];
        int length = lineLengths[index];
        return length == entry.line().length
                && timestamps[index] == entry.timestampNanos()
                && Arrays.equals(data, start, start + length, entry.line(), 0, length)
                && metadataOf(index).equals(entry.structuredMetadata());
    }

    LogEntry entry(int index) {
        return new LogEntry(
                timestamps[index],
                Arrays.copyOfRange(data, starts[index], starts[index] + lineLengths[index]),
                metadataOf(index));
    }
}
