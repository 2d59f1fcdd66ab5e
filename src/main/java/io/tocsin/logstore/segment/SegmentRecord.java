package io.tocsin.logstore.segment;

import io.tocsin.bytes.ByteReader;
import io.tocsin.bytes.ByteWriter;
import io.tocsin.label.Labels;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The records of a segment: four bytes of magic, length of the payload, its CRC-32C, and the payload: a format number,
 * the stream's labels, and entries. Every record names its stream, so that any one can be read, or lost, alone.
 */
final class SegmentRecord {

    static final int MAGIC = 0xf05e97c5;
    static final int HEADER_BYTES = 12;
    private static final int MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;
    private static final byte FORMAT = 1;

    private SegmentRecord() {}

    static void append(StreamEntries stream, ByteWriter target) {
        int start = target.size();
        target.putInt(MAGIC);
        target.putLong(0);
        target.putByte(FORMAT);
        target.putLabels(stream.labels());
        target.putVarint(stream.entries().size());
        for (LogEntry entry : stream.entries()) {
            target.putLong(entry.timestampNanos());
            target.putVarint(entry.line().length);
            target.putBytes(entry.line(), 0, entry.line().length);
            target.putLabels(entry.structuredMetadata());
        }
        int payload = start + HEADER_BYTES;
        int length = target.size() - payload;
        CRC32C crc = new CRC32C();
        crc.update(target.array(), payload, length);
        target.setInt(start + 4, length);
        target.setInt(start + 8, (int) crc.getValue());
    }

    /** The length of the whole record at this index if it is complete and unharmed, else 0. */
    static int lengthAt(ByteBuffer segment, int index) {
        if (segment.limit() - index < HEADER_BYTES || segment.getInt(index) != MAGIC) {
            return 0;
        }
        int length = segment.getInt(index + 4);
        if (length <= 0 || length > MAX_PAYLOAD_BYTES || length > segment.limit() - index - HEADER_BYTES) {
            return 0;
        }
        CRC32C crc = new CRC32C();
        crc.update(payload(segment, index, length));
        return (int) crc.getValue() == segment.getInt(index + 8) ? HEADER_BYTES + length : 0;
    }

    /** @throws RuntimeException if the payload is of another format */
    static StreamEntries decode(ByteBuffer segment, int index) {
        ByteReader reader = new ByteReader(payload(segment, index, segment.getInt(index + 4)));
        if (reader.readByte() != FORMAT) {
            throw new IllegalArgumentException("a record of an unknown format");
        }
        Labels labels = reader.readLabels();
        int count = reader.readCount();
        List<LogEntry> entries = new ArrayList<>(Math.min(count, 65_536));
        for (int i = 0; i < count; i++) {
            long timestamp = reader.readLong();
            byte[] line = reader.readBytes(reader.readCount());
            entries.add(new LogEntry(timestamp, line, reader.readLabels()));
        }
        return new StreamEntries(labels, entries);
    }

    private static ByteBuffer payload(ByteBuffer segment, int index, int length) {
        return segment.slice(index + HEADER_BYTES, length);
    }
}
