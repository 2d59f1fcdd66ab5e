package io.tocsin.logstore;

import io.tocsin.label.Labels;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Merges the chunks of a stream. As long as chunks do not overlap, it stays in one until that one's end. */
final class StreamCursor implements EntryCursor {

    private final Comparator<ChunkCursor> order;
    private final PriorityQueue<ChunkCursor> waiting;
    private @Nullable ChunkCursor current;
    private boolean started;

    StreamCursor(List<ChunkView> chunks, long fromNanosInclusive, long toNanosExclusive, Direction direction) {
        this.order = direction == Direction.FORWARD ? ChunkCursor.FORWARD : ChunkCursor.BACKWARD;
        this.waiting = new PriorityQueue<>(Math.max(1, chunks.size()), order);
        for (ChunkView chunk : chunks) {
            ChunkCursor cursor = new ChunkCursor(chunk, fromNanosInclusive, toNanosExclusive, direction);
            if (cursor.next()) {
                waiting.add(cursor);
            }
        }
    }

    @Override
    public boolean next() {
        ChunkCursor cursor = current;
        if (cursor == null) {
            if (started) {
                return false;
            }
            started = true;
            current = waiting.poll();
            return current != null;
        }
        if (!cursor.next()) {
            current = waiting.poll();
            return current != null;
        }
        ChunkCursor rival = waiting.peek();
        if (rival != null && order.compare(cursor, rival) > 0) {
            waiting.poll();
            waiting.add(cursor);
            current = rival;
        }
        return true;
    }

    @Override
    public long timestampNanos() {
        return here().timestampNanos();
    }

    @Override
    public byte[] buffer() {
        return here().buffer();
    }

    @Override
    public int offset() {
        return here().offset();
    }

    @Override
    public int length() {
        return here().length();
    }

    @Override
    public Labels structuredMetadata() {
        return here().structuredMetadata();
    }

    private ChunkCursor here() {
        if (current == null) {
            throw new IllegalStateException("the cursor stands on no entry");
        }
        return current;
    }
}
