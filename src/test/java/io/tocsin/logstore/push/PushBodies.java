package io.tocsin.logstore.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Push requests as clients encode them. */
public final class PushBodies {

    private PushBodies() {}

    public static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] snappy(byte[] content) {
        ByteBuf target = Unpooled.buffer();
        new Snappy().encode(Unpooled.wrappedBuffer(content), target, content.length);
        byte[] bytes = new byte[target.readableBytes()];
        target.readBytes(bytes);
        return bytes;
    }

    /** The protobuf message of one stream. */
    public static Message stream(String labels, byte[]... entries) {
        Message stream = new Message().text(1, labels);
        for (byte[] entry : entries) {
            stream.bytes(2, entry);
        }
        return stream;
    }

    public static byte[] entry(long seconds, int nanos, byte[] line, String... metadata) {
        Message entry = new Message()
                .bytes(1, new Message().number(1, seconds).number(2, nanos).toBytes())
                .bytes(2, line);
        for (int i = 0; i < metadata.length; i += 2) {
            entry.bytes(
                    3,
                    new Message().text(1, metadata[i]).text(2, metadata[i + 1]).toBytes());
        }
        return entry.toBytes();
    }

    public static byte[] request(Message... streams) {
        Message request = new Message();
        for (Message stream : streams) {
            request.bytes(1, stream.toBytes());
        }
        return request.toBytes();
    }

    /** A protobuf message under construction. */
    public static final class Message {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        public Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        public Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        public Message bytes(int field, byte[] value) {
            varint(((long) field << 3) | 2);
            varint(value.length);
            bytes.writeBytes(value);
            return this;
        }

        public byte[] toBytes() {
            return bytes.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
    }
}
