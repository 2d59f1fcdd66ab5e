package io.tocsin.api.loki;

import io.tocsin.logstore.LogStore;
import io.tocsin.logstore.push.PushException;
import io.tocsin.logstore.push.RejectReason;
import io.tocsin.task.SafeMono;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * {@code POST /loki/api/v1/push}. Bodies are received on the event loop and decoded and written on threads of their own;
 * what all pushes hold in memory together is bounded.
 */
final class PushHandler implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PushHandler.class);
    private static final int WAITING_PUSHES = 1000;

    private final LogStore store;
    private final int maxBodyBytes;
    private final long maxInflightBytes;
    private final AtomicLong inflightBytes = new AtomicLong();
    private final Scheduler scheduler;

    PushHandler(LogStore store, int maxBodyBytes, long maxInflightBytes, int threads) {
        this.store = store;
        this.maxBodyBytes = maxBodyBytes;
        this.maxInflightBytes = maxInflightBytes;
        this.scheduler = Schedulers.newBoundedElastic(threads, WAITING_PUSHES, "loki-push", 60, true);
    }

    Mono<ServerResponse> push(ServerRequest request) {
        String contentType = header(request, HttpHeaders.CONTENT_TYPE);
        String contentEncoding = header(request, HttpHeaders.CONTENT_ENCODING);
        return withBody(
                        request,
                        body -> SafeMono.fromRunnable(() -> store.push(body, contentType, contentEncoding))
                                .subscribeOn(scheduler)
                                .then(ServerResponse.noContent().build()))
                .doOnError(this::count)
                .onErrorResume(e -> LokiResponses.text(statusOf(e), textOf(e) + "\n"));
    }

    private interface BodyTask {
        Mono<ServerResponse> run(byte[] body);
    }

    /** Counts the body's bytes from their arrival to the end of the task. */
    private Mono<ServerResponse> withBody(ServerRequest request, BodyTask task) {
        return Mono.defer(() -> {
            AtomicLong reserved = new AtomicLong();
            Flux<DataBuffer> counted = request.body(BodyExtractors.toDataBuffers())
                    .map(buffer -> {
                        reserve(buffer, reserved);
                        return buffer;
                    });
            return DataBufferUtils.join(counted, maxBodyBytes)
                    .map(PushHandler::toBytes)
                    .defaultIfEmpty(new byte[0])
                    .flatMap(task::run)
                    .doFinally(signal -> inflightBytes.addAndGet(-reserved.get()));
        });
    }

    private void reserve(DataBuffer buffer, AtomicLong reserved) {
        int bytes = buffer.readableByteCount();
        reserved.addAndGet(bytes);
        if (inflightBytes.addAndGet(bytes) > maxInflightBytes) {
            DataBufferUtils.release(buffer);
            throw new BusyException();
        }
    }

    private static byte[] toBytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** What was refused while or after it was decoded is counted there, line by line. */
    private void count(Throwable failure) {
        if (failure instanceof DataBufferLimitException) {
            store.refused(RejectReason.BODY_TOO_LARGE);
        } else if (failure instanceof BusyException || failure instanceof RejectedExecutionException) {
            store.refused(RejectReason.BUSY);
        }
    }

    /** Pushes under way hold as much memory as they may. */
    private static final class BusyException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private static String header(ServerRequest request, String name) {
        String value = request.headers().firstHeader(name);
        return value == null ? "" : value;
    }

    private static int statusOf(Throwable failure) {
        if (failure instanceof PushException refused) {
            return refused.status();
        }
        if (failure instanceof DataBufferLimitException) {
            return 413;
        }
        return failure instanceof BusyException || failure instanceof RejectedExecutionException ? 503 : 500;
    }

    private String textOf(Throwable failure) {
        if (failure instanceof PushException refused) {
            return String.valueOf(refused.getMessage());
        }
        if (failure instanceof DataBufferLimitException) {
            return "request body too large: more than the limit of " + maxBodyBytes + " bytes";
        }
        if (failure instanceof BusyException || failure instanceof RejectedExecutionException) {
            return "the log store is busy with other pushes; push again later";
        }
        log.error("A push failed unexpectedly", failure);
        return "internal error: " + failure;
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
