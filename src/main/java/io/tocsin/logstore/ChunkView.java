package io.tocsin.logstore;

import org.jspecify.annotations.Nullable;

/**
 * A chunk as it was at one moment. A <em>position</em> counts entries in order of time, an <em>index</em> in order of
 * arrival.
 *
 * @param size how many entries of the columns belong to it
 * @param order indexes in order of time; null when the entries arrived in that order
 */
@SuppressWarnings("ArrayRecordComponent") // a window on the chunk's own arrays, never compared
record ChunkView(long sequence, int size, EntryColumns columns, int @Nullable [] order) {

    int indexAt(int position) {
        return order == null ? position : order[position];
    }

    long timestampAt(int position) {
        return columns.timestamps()[indexAt(position)];
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
}
