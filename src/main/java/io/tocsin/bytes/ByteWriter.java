package io.tocsin.bytes;

import io.tocsin.label.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A growing byte array. Not thread-safe. */
public final class ByteWriter {

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private byte[] bytes;
    private int size;

    /** @param capacity in bytes; more is made when it is needed */
    public ByteWriter(int capacity) {
        this.bytes = new byte[Math.max(16, capacity)];
    }

    /** What was written and, behind {@link #size}, room for more: not a copy. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** What was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void putByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** In four bytes, the highest first. */
    public void putInt(int value) {
        ensure(4);
        setInt(size, value);
        size += 4;
    }

    /** Overwrites four bytes that were written before. */
    public void setInt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    /** In eight bytes, the highest first. */
    public void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    /** A number without sign in one to ten bytes, small ones in one; the form of protocol buffers. */
    public void putVarint(long value) {
        long rest = value;
        while ((rest & ~SEVEN_BITS) != 0) {
            putByte((int) (rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        putByte((int) rest);
    }

    /** A number in one to ten bytes, those near zero in one, below zero too. */
    public void putSignedVarint(long value) {
        putVarint(value << 1 ^ value >> 63);
    }

    public void putBytes(byte[] source) {
        putBytes(source, 0, source.length);
    }

    public void putBytes(byte[] source, int from, int length) {
        ensure(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    /** The length in bytes as {@link #putVarint}, then UTF-8. */
    public void putText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putVarint(encoded.length);
        putBytes(encoded);
    }

    public void putLabels(Labels labels) {
        putVarint(labels.size());
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            putText(label.getKey());
            putText(label.getValue());
        }
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
        }
    }
}
