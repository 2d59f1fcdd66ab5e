package io.tocsin.logstore;

import io.tocsin.label.Labels;
import io.tocsin.logql.engine.Direction;
import java.util.Comparator;

/** A place in one chunk, within the bounds of a query. */
final class ChunkCursor {

    /** By time, then by arrival: chunks of one stream overlap only when entries came out of order. */
    static final Comparator<ChunkCursor> FORWARD =
            Comparator.comparingLong(ChunkCursor::timestampNanos).thenComparingLong(ChunkCursor::sequence);

    static final Comparator<ChunkCursor> BACKWARD = FORWARD.reversed();

    private final ChunkView view;
    private final EntryColumns columns;
    private final int step;
    private final int end;
    private int position;
    private int index;
    private int memoId = Integer.MIN_VALUE;
    private Labels memo = Labels.empty();

    ChunkCursor(ChunkView view, long fromNanosInclusive, long toNanosExclusive, Direction direction) {
        this.view = view;
        this.columns = view.columns();
        int first = view.firstAtOrAfter(fromNanosInclusive);
        int last = view.firstAtOrAfter(toNanosExclusive) - 1;
        boolean forward = direction == Direction.FORWARD;
        this.step = forward ? 1 : -1;
        this.position = forward ? first - 1 : last + 1;
        this.end = forward ? last + 1 : first - 1;
    }

    boolean next() {
        position += step;
        if (position == end || (position - end) * step > 0) {
            return false;
        }
        index = view.indexAt(position);
        return true;
    }

    long timestampNanos() {
        return columns.timestamps()[index];
    }

    long sequence() {
        return view.sequence();
    }

    byte[] buffer() {
        return columns.data();
    }

    int offset() {
        return columns.starts()[index];
    }

    int length() {
        return columns.lineLengths()[index];
    }

    Labels structuredMetadata() {
        int id = columns.metadata()[index];
        if (id != EntryColumns.INLINE_METADATA) {
            return columns.dictionary()[id];
        }
        if (memoId != index) {
            memo = columns.metadataOf(index);
            memoId = index;
        }
        return memo;
    }
}
