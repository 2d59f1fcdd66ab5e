package io.tocsin.datasource.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects the parts of an answer. Most come in one part, which is kept as large as it is. Not thread-safe. */
final class BodyBytes {

    private static final byte[] NONE = new byte[0];

    private byte[] bytes = NONE;
    private int size;

    int size() {
        return size;
    }

    /** Adds the first {@code length} bytes of a part. */
    void add(ByteBuf part, int length) {
        int needed = size + length;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, size == 0 ? length : Math.max(needed, grown()));
        }
        part.getBytes(part.readerIndex(), bytes, size, length);
        size = needed;
    }

    /** Twice as many, and no more than there can be. */
    private int grown() {
        return (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8L);
    }

    /** All bytes; what is added later is not in it, or changes it. */
    byte[] whole() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
