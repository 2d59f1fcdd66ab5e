package io.tocsin.logstore.segment;

import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Reads one segment, past whatever is damaged in it. */
final class SegmentReader {

    private final ByteBuffer segment;
    private final Consumer<StreamEntries> sink;
    private long entries;
    private long skippedBytes;
    private int skippedRegions;
    private long newestNanos = Long.MIN_VALUE;

    private SegmentReader(ByteBuffer segment, Consumer<StreamEntries> sink) {
        this.segment = segment;
        this.sink = sink;
    }

    /**
     * What a segment held.
     *
     * @param validBytes where the last good record ends; what follows to the file's end is torn
     * @param skippedBytes damaged bytes between good records
     */
    record Contents(
            long entries, long newestNanos, long validBytes, long tornBytes, long skippedBytes, int skippedRegions) {}

    static Contents read(Path path, Consumer<StreamEntries> sink) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return new SegmentReader(segment, sink).readAll();
        }
    }

    private Contents readAll() {
        int position = 0;
        int size = segment.limit();
        while (position < size) {
            int length = SegmentRecord.lengthAt(segment, position);
            if (length == 0) {
                int next = nextRecord(position + 1);
                if (next < 0) {
                    break;
                }
                skip(next - position);
                position = next;
            } else {
                deliver(position, length);
                position += length;
            }
        }
        return new Contents(entries, newestNanos, position, size - position, skippedBytes, skippedRegions);
    }

    private void deliver(int position, int length) {
        StreamEntries stream;
        try {
            stream = SegmentRecord.decode(segment, position);
        } catch (RuntimeException e) {
            // The checksum holds but this version cannot read it: as lost as a damaged record, and counted as one.
            skip(length);
            return;
        }
        entries += stream.entries().size();
        for (LogEntry entry : stream.entries()) {
            newestNanos = Math.max(newestNanos, entry.timestampNanos());
        }
        sink.accept(stream);
    }

    private void skip(int bytes) {
        skippedBytes += bytes;
        skippedRegions++;
    }

    private int nextRecord(int from) {
        for (int i = from; i <= segment.limit() - SegmentRecord.HEADER_BYTES; i++) {
            if (segment.getInt(i) == SegmentRecord.MAGIC && SegmentRecord.lengthAt(segment, i) > 0) {
                return i;
            }
        }
        return -1;
    }
}
