package io.tocsin.logstore.push;

import java.util.ArrayList;
import java.util.List;

/** Reads Loki's protobuf push message, as Alloy and Promtail send it. */
final class ProtobufPush {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private ProtobufPush() {}

    /** @throws PushException with status 400 when the bytes are not such a message, 413 when it holds too much */
    static List<PushedStream> decode(byte[] message, int offset, int length, DecodedSize size) {
        ProtobufReader request = new ProtobufReader(message, offset, offset + length);
        List<PushedStream> streams = new ArrayList<>();
        for (int field = request.nextField(); field != 0; field = request.nextField()) {
            if (field == 1) {
                streams.add(readStream(request.readMessage(), size));
            } else {
                request.skip();
            }
        }
        return streams;
    }

    private static PushedStream readStream(ProtobufReader stream, DecodedSize size) {
        size.addStream();
        String labels = "";
        List<PushedStream.PushedEntry> entries = new ArrayList<>();
        for (int field = stream.nextField(); field != 0; field = stream.nextField()) {
            switch (field) {
                case 1 -> labels = stream.readString();
                case 2 -> entries.add(size.add(readEntry(stream.readMessage(), size)));
                default -> stream.skip();
            }
        }
        return LabelSetParser.parse(labels, entries);
    }

    private static PushedStream.PushedEntry readEntry(ProtobufReader entry, DecodedSize size) {
        long timestamp = 0;
        byte[] line = {};
        List<String> metadata = List.of();
        for (int field = entry.nextField(); field != 0; field = entry.nextField()) {
            switch (field) {
                case 1 -> timestamp = readTimestamp(entry.readMessage());
                case 2 -> line = entry.readBytes();
                case 3 -> {
                    metadata = metadata.isEmpty() ? new ArrayList<>() : metadata;
                    readPair(entry.readMessage(), size.addMetadata(metadata));
                }
                default -> entry.skip();
            }
        }
        return new PushedStream.PushedEntry(timestamp, line, metadata);
    }

    private static long readTimestamp(ProtobufReader timestamp) {
        long seconds = 0;
        long nanos = 0;
        for (int field = timestamp.nextField(); field != 0; field = timestamp.nextField()) {
            switch (field) {
                case 1 -> seconds = timestamp.readInt();
                case 2 -> nanos = timestamp.readInt();
                default -> timestamp.skip();
            }
        }
        return seconds * NANOS_PER_SECOND + nanos;
    }

    private static void readPair(ProtobufReader pair, List<String> metadata) {
        String name = "";
        String value = "";
        for (int field = pair.nextField(); field != 0; field = pair.nextField()) {
            switch (field) {
                case 1 -> name = pair.readString();
                case 2 -> value = pair.readString();
                default -> pair.skip();
            }
        }
        metadata.add(name);
        metadata.add(value);
    }
}
