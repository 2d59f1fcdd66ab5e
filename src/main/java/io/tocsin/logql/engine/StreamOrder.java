package io.tocsin.logql.engine;

import io.tocsin.label.Labels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The order in which Loki takes entries of the same nanosecond from different streams: by XXH64 of the labels. */
final class StreamOrder {

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final char SEPARATOR = 0xff;

    private StreamOrder() {}

    static List<LogStream> sorted(List<LogStream> streams) {
        Map<LogStream, Long> hashes = new IdentityHashMap<>();
        streams.forEach(stream -> hashes.put(stream, hash(stream.labels())));
        List<LogStream> sorted = new ArrayList<>(streams);
        sorted.sort(Comparator.comparing(hashes::get, Long::compareUnsigned));
        return sorted;
    }

    static long hash(Labels labels) {
        ByteBuffer buffer = ByteBuffer.allocate(labels.asMap().entrySet().stream()
                .mapToInt(label -> utf8(label.getKey()).length + utf8(label.getValue()).length + 2)
                .sum());
        labels.asMap().forEach((name, value) -> {
            buffer.put(utf8(name)).put((byte) SEPARATOR);
            buffer.put(utf8(value)).put((byte) SEPARATOR);
        });
        buffer.flip();
        return xxh64(buffer.order(ByteOrder.LITTLE_ENDIAN));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static long xxh64(ByteBuffer input) {
        int length = input.remaining();
        long hash = length >= 32 ? stripes(input) : PRIME_5;
        hash += length;
        while (input.remaining() >= 8) {
            hash = Long.rotateLeft(hash ^ round(0, input.getLong()), 27) * PRIME_1 + PRIME_4;
        }
        if (input.remaining() >= 4) {
            hash = Long.rotateLeft(hash ^ (input.getInt() & 0xffffffffL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
        }
        while (input.hasRemaining()) {
            hash = Long.rotateLeft(hash ^ (input.get() & 0xff) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long stripes(ByteBuffer input) {
        long[] lanes = {0x60EA27EEADC0B5D6L, PRIME_2, 0, 0x61C8864E7A143579L};
        while (input.remaining() >= 32) {
            for (int i = 0; i < lanes.length; i++) {
                lanes[i] = round(lanes[i], input.getLong());
            }
        }
        long hash = Long.rotateLeft(lanes[0], 1)
                + Long.rotateLeft(lanes[1], 7)
                + Long.rotateLeft(lanes[2], 12)
                + Long.rotateLeft(lanes[3], 18);
        for (long lane : lanes) {
            hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
        }
        return hash;
    }

    private static long round(long accumulator, long input) {
        return Long.rotateLeft(accumulator + input * PRIME_2, 31) * PRIME_1;
    }
}
