package io.tocsin.alert.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Whole numbers in as few bytes as they need, texts, and doubles, one after the other. */
final class ChunkBytes {

    private static final int MORE = 0x80;
    private static final int SEVEN_BITS = 0x7f;

    private ChunkBytes() {}

    /** Adds to what was there already. */
    static final class Writer {

        private final ByteArrayOutputStream out;

        Writer(byte[] before) {
            out = new ByteArrayOutputStream(before.length + 128);
            out.writeBytes(before);
        }

        void unsigned(long value) {
            long left = value;
            while ((left & ~SEVEN_BITS) != 0) {
                out.write((int) (left & SEVEN_BITS) | MORE);
                left >>>= 7;
            }
            out.write((int) left);
        }

        /** Small numbers are short, negative ones too. */
        void signed(long value) {
            unsigned(value << 1 ^ value >> 63);
        }

        void bits(long value) {
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) (value >>> shift));
            }
        }

        void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            unsigned(bytes.length);
            out.writeBytes(bytes);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    /** Reads in the order of writing. Whatever is not as it was written is an {@link IllegalArgumentException}. */
    static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        long unsigned() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                int next = next();
                value |= (long) (next & SEVEN_BITS) << shift;
                if ((next & MORE) == 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number that does not end at byte " + at);
        }

        /** A count, or an index: never more than there are bytes. */
        int count() {
            long value = unsigned();
            if (value < 0 || value > bytes.length) {
                throw new IllegalArgumentException("a count of " + value + " at byte " + at);
            }
            return (int) value;
        }

        long signed() {
            long value = unsigned();
            return value >>> 1 ^ -(value & 1);
        }

        long bits() {
            long value = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                value = value << 8 | next();
            }
            return value;
        }

        String text() {
            int length = count();
            if (length > bytes.length - at) {
                throw new IllegalArgumentException("a text beyond the end at byte " + at);
            }
            at += length;
            return new String(Arrays.copyOfRange(bytes, at - length, at), StandardCharsets.UTF_8);
        }

        private int next() {
            if (at >= bytes.length) {
                throw new IllegalArgumentException("cut off at byte " + at);
            }
            return bytes[at++] & 0xff;
        }
    }
}
