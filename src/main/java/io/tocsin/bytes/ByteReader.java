package io.tocsin.bytes;

import io.tocsin.label.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what {@link ByteWriter} wrote, in the same order. Whatever is not as it was written, cut off or made up, is an {@link
 * IllegalArgumentException}, and never more memory than the bytes themselves justify. Not thread-safe.
 */
public final class ByteReader {

    private static final int SEVEN_BITS = 0x7f;

    private final ByteBuffer buffer;

    public ByteReader(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    public boolean hasMore() {
        return buffer.hasRemaining();
    }

    public int readByte() {
        require(1);
        return buffer.get();
    }

    public long readLong() {
        require(Long.BYTES);
        return buffer.getLong();
    }

    public long readVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = readByte();
            value |= (long) (next & SEVEN_BITS) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits at byte " + buffer.position());
    }

    public long readSignedVarint() {
        long value = readVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A count of things of at least a byte each, a length or a place among them: never more than there are bytes in all. */
    public int readCount() {
        long value = readVarint();
        if (value < 0 || value > buffer.limit()) {
            throw new IllegalArgumentException("a count of " + value + " at byte " + buffer.position());
        }
        return (int) value;
    }

    public byte[] readBytes(int length) {
        require(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    public String readText() {
        return new String(readBytes(readCount()), StandardCharsets.UTF_8);
    }

    public Labels readLabels() {
        int count = readCount();
        if (count == 0) {
            return Labels.empty();
        }
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            labels.put(readText(), readText());
        }
        return Labels.of(labels);
    }

    private void require(int length) {
        if (length < 0 || length > buffer.remaining()) {
            throw new IllegalArgumentException(
                    length + " bytes at byte " + buffer.position() + " of " + buffer.limit() + ": cut off");
        }
    }
}
