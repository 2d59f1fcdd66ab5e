package io.tocsin.logstore.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.Snappy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The body of a push in any of the forms that Loki's clients use, with a bound on what it may inflate to. */
final class PushBody {

    /** How much more the entries of a push may take than its body. */
    private static final int DECODED_FACTOR = 4;

    private static final int LARGE_BYTES = 1 << 20;
    /** What a body of a kilobyte may inflate to at most, in kilobytes. */
    private static final int INFLATION = 100;

    private static final String JSON = "application/json";

    private final int maxInflatedBytes;

    PushBody(int maxInflatedBytes) {
        this.maxInflatedBytes = maxInflatedBytes;
    }

    /**
     * @param contentType the header's value, empty when absent: JSON, else snappy-compressed protobuf as in Loki
     * @param contentEncoding empty, gzip, deflate, or snappy (which says nothing new for protobuf)
     * @throws PushException 400 when it cannot be read, 413 when it is too large
     */
    List<PushedStream> decode(byte[] body, String contentType, String contentEncoding) {
        byte[] content = inflate(body, contentEncoding.trim().toLowerCase(Locale.ROOT));
        DecodedSize size = new DecodedSize((long) DECODED_FACTOR * maxInflatedBytes);
        if (mediaType(contentType).equals(JSON)) {
            return JsonPush.decode(content, 0, content.length, size);
        }
        byte[] message = unsnap(content);
        return ProtobufPush.decode(message, 0, message.length, size);
    }

    /** Whether decoding it may take much memory, so that not many should be decoded at once. */
    boolean isLarge(byte[] body, String contentType, String contentEncoding) {
        String encoding = contentEncoding.trim().toLowerCase(Locale.ROOT);
        boolean isInflated = encoding.equals("gzip") || encoding.equals("deflate");
        long size = isInflated ? (long) INFLATION * body.length : body.length;
        if (!isInflated && !mediaType(contentType).equals(JSON)) {
            try {
                size = snappyLength(body);
            } catch (PushException e) {
                return false;
            }
        }
        return size > LARGE_BYTES;
    }

    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    private byte[] inflate(byte[] body, String encoding) {
        return switch (encoding) {
            case "", "snappy", "identity" -> bounded(body);
            case "gzip" -> inflate(body, true);
            case "deflate" -> inflate(body, false);
            default -> throw PushException.malformed("Content-Encoding \"" + encoding + "\" not supported");
        };
    }

    private byte[] bounded(byte[] body) {
        if (body.length > maxInflatedBytes) {
            throw tooLarge(body.length);
        }
        return body;
    }

    private byte[] inflate(byte[] body, boolean gzip) {
        ByteArrayInputStream compressed = new ByteArrayInputStream(body);
        Inflater raw = new Inflater(true);
        try (InputStream input =
                gzip ? new GZIPInputStream(compressed, 8192) : new InflaterInputStream(compressed, raw)) {
            byte[] content = input.readNBytes(maxInflatedBytes + 1);
            if (content.length > maxInflatedBytes) {
                throw tooLarge(content.length);
            }
            return content;
        } catch (IOException e) {
            throw new PushException(400, (gzip ? "gzip: " : "flate: ") + e.getMessage(), e);
        } finally {
            raw.end();
        }
    }

    private byte[] unsnap(byte[] body) {
        int length = snappyLength(body);
        ByteBuf target = Unpooled.buffer(length, Math.max(length, 1));
        try {
            new Snappy().decode(Unpooled.wrappedBuffer(body), target);
        } catch (DecompressionException | IndexOutOfBoundsException e) {
            throw new PushException(400, "snappy: corrupt input", e);
        }
        if (target.readableBytes() != length) {
            throw PushException.malformed("snappy: corrupt input");
        }
        byte[] message = new byte[length];
        target.readBytes(message);
        return message;
    }

    /** The length in front of a snappy block is checked before anything is allocated. */
    private int snappyLength(byte[] body) {
        long length = 0;
        for (int i = 0; i < 5 && i < body.length; i++) {
            length |= (long) (body[i] & 0x7f) << (7 * i);
            if (body[i] >= 0) {
                if (length > maxInflatedBytes) {
                    throw tooLarge(length);
                }
                return (int) length;
            }
        }
        throw PushException.malformed("snappy: corrupt input");
    }

    private PushException tooLarge(long size) {
        return new PushException(
                413, "request body too large: " + size + " bytes, limit: " + maxInflatedBytes + " bytes");
    }
}
