package io.tocsin.api.loki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** An answer as bytes in pieces of bounded size, compressed if the client asked for it. */
final class RenderedBody {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DataBufferFactory BUFFERS = DefaultDataBufferFactory.sharedInstance;
    private static final int PIECE_BYTES = 64 * 1024;

    private final List<byte[]> pieces;
    private final boolean compressed;

    private RenderedBody(List<byte[]> pieces, boolean compressed) {
        this.pieces = pieces;
        this.compressed = compressed;
    }

    static RenderedBody of(JsonBody body, boolean compressed) {
        Pieces pieces = new Pieces();
        try (OutputStream target = compressed ? new GZIPOutputStream(pieces, 8192) : pieces;
                JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), target)) {
            body.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return new RenderedBody(pieces.finished, compressed);
    }

    boolean isCompressed() {
        return compressed;
    }

    long length() {
        return pieces.stream().mapToLong(piece -> piece.length).sum();
    }

    Flux<DataBuffer> buffers() {
        return Flux.fromIterable(pieces).map(BUFFERS::wrap);
    }

    private static final class Pieces extends OutputStream {

        private final List<byte[]> finished = new ArrayList<>();
        private final ByteArrayOutputStream current = new ByteArrayOutputStream(4096);

        @Override
        public void write(int b) {
            current.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            current.write(bytes, from, length);
            if (current.size() >= PIECE_BYTES) {
                finish();
            }
        }

        private void finish() {
            finished.add(current.toByteArray());
            current.reset();
        }

        @Override
        public void close() {
            if (current.size() > 0) {
                finish();
            }
        }
    }
}
