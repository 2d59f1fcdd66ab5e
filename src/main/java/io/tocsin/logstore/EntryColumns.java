package io.tocsin.logstore;

import io.tocsin.bytes.ByteReader;
import io.tocsin.label.Labels;
import io.tocsin.logstore.entry.LogEntry;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The arrays that the entries of a chunk are packed into, by index, which counts them in order of arrival. The arrays are
 * written at their end while readers hold them; when one must grow, all of this is replaced.
 *
 * @param data the records: a line, and behind it the metadata that is not in the dictionary
 * @param starts where each record begins in the data; one more element than entries, the last is the end of the data
 * @param metadata an index into the dictionary, or {@link #INLINE_METADATA} when the metadata follows the line
 */
@SuppressWarnings("ArrayRecordComponent") // the chunk's own arrays, never compared
record EntryColumns(
        byte[] data, long[] timestamps, int[] starts, int[] lineLengths, int[] metadata, Labels[] dictionary) {

    static final int INLINE_METADATA = -1;

    static EntryColumns empty() {
        return new EntryColumns(new byte[512], new long[8], new int[9], new int[8], new int[8], new Labels[2]);
    }

    /** For how many entries there is room. */
    int capacity() {
        return timestamps.length;
    }

    EntryColumns withCapacity(int entries) {
        return new EntryColumns(
                data,
                Arrays.copyOf(timestamps, entries),
                Arrays.copyOf(starts, entries + 1),
                Arrays.copyOf(lineLengths, entries),
                Arrays.copyOf(metadata, entries),
                dictionary);
    }

    EntryColumns withData(int bytes) {
        return new EntryColumns(Arrays.copyOf(data, bytes), timestamps, starts, lineLengths, metadata, dictionary);
    }

    EntryColumns withDictionary(int labels) {
        return new EntryColumns(data, timestamps, starts, lineLengths, metadata, Arrays.copyOf(dictionary, labels));
    }

    Labels metadataOf(int index) {
        int id = metadata[index];
        if (id != INLINE_METADATA) {
            return dictionary[id];
        }
        int from = starts[index] + lineLengths[index];
        return new ByteReader(ByteBuffer.wrap(data, from, starts[index + 1] - from)).readLabels();
    }

    /** Whether this entry is the one at an index. */
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
