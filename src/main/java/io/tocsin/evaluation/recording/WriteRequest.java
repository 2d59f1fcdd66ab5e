package io.tocsin.evaluation.recording;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import io.tocsin.label.Sample;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Prometheus' remote write 1.0: {@code prometheus.WriteRequest} in protobuf, as one block of snappy. */
final class WriteRequest {

    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_64 = 1;

    private WriteRequest() {}

    /** A sample and when it was taken. */
    record TimedSample(Sample sample, Instant at) {}

    static byte[] compressed(List<TimedSample> samples) {
        ByteBuf plain = Unpooled.wrappedBuffer(encode(samples));
        ByteBuf target = Unpooled.buffer();
        try {
            new Snappy().encode(plain, target, plain.readableBytes());
            return ByteBufUtil.getBytes(target);
        } finally {
            plain.release();
            target.release();
        }
    }

    private static byte[] encode(List<TimedSample> samples) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (TimedSample sample : samples) {
            bytes(request, 1, series(sample));
        }
        return request.toByteArray();
    }

    private static byte[] series(TimedSample timed) {
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        // The labels stand in the order of their names, as the protocol demands.
        timed.sample().labels().asMap().forEach((name, value) -> {
            ByteArrayOutputStream label = new ByteArrayOutputStream();
            bytes(label, 1, name.getBytes(StandardCharsets.UTF_8));
            bytes(label, 2, value.getBytes(StandardCharsets.UTF_8));
            bytes(series, 1, label.toByteArray());
        });
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        varint(sample, 1 << 3 | FIXED_64);
        long bits = Double.doubleToLongBits(timed.sample().value());
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            sample.write((int) (bits >>> shift));
        }
        varint(sample, 2 << 3);
        varint(sample, timed.at().toEpochMilli());
        bytes(series, 2, sample.toByteArray());
        return series.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream target, int field, byte[] content) {
        varint(target, (long) field << 3 | LENGTH_DELIMITED);
        varint(target, content.length);
        target.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream target, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        target.write((int) rest);
    }
}
