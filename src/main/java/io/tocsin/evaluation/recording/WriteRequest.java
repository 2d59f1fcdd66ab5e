package io.tocsin.evaluation.recording;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import io.tocsin.bytes.ByteWriter;
import io.tocsin.label.Sample;
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
        ByteWriter request = new ByteWriter(128 * samples.size());
        for (TimedSample sample : samples) {
            message(request, 1, series(sample));
        }
        return request.toByteArray();
    }

    private static ByteWriter series(TimedSample timed) {
        ByteWriter series = new ByteWriter(128);
        // The labels stand in the order of their names, as the protocol demands.
        timed.sample().labels().asMap().forEach((name, value) -> {
            ByteWriter label = new ByteWriter(64);
            text(label, 1, name);
            text(label, 2, value);
            message(series, 1, label);
        });
        ByteWriter sample = new ByteWriter(32);
        sample.putVarint(1 << 3 | FIXED_64);
        // Protocol buffers have the lowest byte first.
        sample.putLong(Long.reverseBytes(Double.doubleToLongBits(timed.sample().value())));
        sample.putVarint(2 << 3);
        sample.putVarint(timed.at().toEpochMilli());
        message(series, 2, sample);
        return series;
    }

    private static void text(ByteWriter target, int field, String content) {
        target.putVarint(field << 3 | LENGTH_DELIMITED);
        target.putText(content);
    }

    private static void message(ByteWriter target, int field, ByteWriter content) {
        target.putVarint(field << 3 | LENGTH_DELIMITED);
        target.putVarint(content.size());
        target.putBytes(content.array(), 0, content.size());
    }
}
