package io.tocsin.api.loki;

import io.tocsin.logql.engine.MemoryAccount;
import io.tocsin.logstore.QueryMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** An answer as bytes in pieces of bounded size, compressed if the client asked for it. */
final class RenderedBody {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DataBufferFactory BUFFERS = DefaultDataBufferFactory.sharedInstance;
    /** How long a client may take to read an answer. */
    private static final Duration MOST_TIME = Duration.ofMinutes(2);

    private static final int PIECE_BYTES = 64 * 1024;

    private final List<byte[]> pieces;
    private final boolean compressed;
    private final QueryMemory.@Nullable QueryAccount memory;
    private final Mono<Long> tooLate;
    private final Disposable release;

    private RenderedBody(List<byte[]> pieces, boolean compressed, QueryMemory.@Nullable QueryAccount memory) {
        this.pieces = pieces;
        this.compressed = compressed;
        this.tooLate = memory == null ? Mono.never() : Mono.delay(MOST_TIME).flatMap(tick -> Mono.error(tooSlow()));
        this.memory = memory;
        // A body that nobody ever asks for, because the client has left, gives its memory back all the same.
        this.release = memory == null
                ? Disposables.disposed()
                : Schedulers.parallel().schedule(memory::close, MOST_TIME.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static IOException tooSlow() {
        return new IOException("the client did not take the answer within " + MOST_TIME.toSeconds() + " seconds");
    }

    /** A short answer, not compressed. */
    static RenderedBody of(JsonBody body) {
        return of(body, false, null);
    }

    /** @param memory holds the bytes until the client has taken them, or does not take them for minutes */
    static RenderedBody of(JsonBody body, boolean compressed, QueryMemory.@Nullable QueryAccount memory) {
        try {
            return new RenderedBody(render(body, compressed, memory), compressed, memory);
        } catch (RuntimeException | Error e) {
            close(memory);
            throw e;
        }
    }

    private static void close(QueryMemory.@Nullable QueryAccount memory) {
        if (memory != null) {
            memory.close();
        }
    }

    private static List<byte[]> render(JsonBody body, boolean compressed, QueryMemory.@Nullable QueryAccount memory) {
        Pieces pieces = new Pieces(memory == null ? MemoryAccount.UNSHARED : memory);
        try (OutputStream target = compressed ? new GZIPOutputStream(pieces, 8192) : pieces;
                JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), target)) {
            body.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return pieces.finished;
    }

    boolean isCompressed() {
        return compressed;
    }

    long length() {
        return pieces.stream().mapToLong(piece -> piece.length).sum();
    }

    Flux<DataBuffer> buffers() {
        return Flux.fromIterable(pieces)
                .<DataBuffer>map(BUFFERS::wrap)
                .takeUntilOther(tooLate)
                .doFinally(signal -> {
                    release.dispose();
                    close(memory);
                });
    }

    private static final class Pieces extends OutputStream {

        private final MemoryAccount memory;
        private final List<byte[]> finished = new ArrayList<>();
        private final ByteArrayOutputStream current = new ByteArrayOutputStream(4096);

        Pieces(MemoryAccount memory) {
            this.memory = memory;
        }

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
            memory.take(current.size());
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
