package io.tocsin.logstore.push;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The wire format of protocol buffers over a byte range: as much of it as a push needs. */
final class ProtobufReader {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final byte[] bytes;
    private int position;
    private final int end;
    private int wireType;

    ProtobufReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /** The number of the next field, 0 at the end of the message. */
    int nextField() {
        if (position >= end) {
            return 0;
        }
        long tag = readVarint();
        wireType = (int) (tag & 7);
        int field = (int) (tag >>> 3);
        if (field <= 0) {
            throw corrupt("field number " + field);
        }
        return field;
    }

    long readInt() {
        requireWireType(VARINT);
        return readVarint();
    }

    String readString() {
        int length = readLength();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    byte[] readBytes() {
        int length = readLength();
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    ProtobufReader readMessage() {
        int length = readLength();
        ProtobufReader message = new ProtobufReader(bytes, position, position + length);
        position += length;
        return message;
    }

    void skip() {
        switch (wireType) {
            case VARINT -> readVarint();
            case FIXED_64 -> advance(8);
            case LENGTH_DELIMITED -> advance(readLength());
            case FIXED_32 -> advance(4);
            default -> throw corrupt("wire type " + wireType);
        }
    }

    private int readLength() {
        requireWireType(LENGTH_DELIMITED);
        long length = readVarint();
        if (length < 0 || length > end - position) {
            throw corrupt("a length beyond the end of the message");
        }
        return (int) length;
    }

    private void advance(int count) {
        if (count > end - position) {
            throw corrupt("a field beyond the end of the message");
        }
        position += count;
    }

    private long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw corrupt("unexpected end of the message");
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw corrupt("a number of more than 64 bits");
    }

    private void requireWireType(int expected) {
        if (wireType != expected) {
            throw corrupt("wire type " + wireType);
        }
    }

    private static PushException corrupt(String what) {
        return PushException.malformed("couldn't parse push request: protobuf: " + what);
    }
}
