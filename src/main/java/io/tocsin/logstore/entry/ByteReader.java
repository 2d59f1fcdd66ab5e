package io.tocsin.logstore.entry;

import io.tocsin.label.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads what {@link ByteWriter} wrote. Throws an unchecked buffer exception on bytes that are not such. */
public final class ByteReader {

    private final ByteBuffer buffer;

    public ByteReader(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    public int readByte() {
        return buffer.get();
    }

    public long readLong() {
        return buffer.getLong();
    }

    public int readVarint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = buffer.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than five bytes");
    }

    public byte[] readBytes(int length) {
        if (length < 0 || length > buffer.remaining()) {
            throw new IllegalArgumentException("a length of " + length + " with " + buffer.remaining() + " bytes left");
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    public String readText() {
        return new String(readBytes(readVarint()), StandardCharsets.UTF_8);
    }

    public Labels readLabels() {
        int count = readVarint();
        if (count == 0) {
            return Labels.empty();
        }
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            labels.put(readText(), readText());
        }
        return Labels.of(labels);
    }
}
