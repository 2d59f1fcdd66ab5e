package io.tocsin.api.loki;

import io.tocsin.logstore.LogStore;
import io.tocsin.task.SafeMono;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** One open tail: frames with lines as they come, and a ping every second. */
final class TailSession implements WebSocketHandler {

    private static final Logger log = LoggerFactory.getLogger(TailSession.class);
    private static final Duration EMIT_WAIT = Duration.ofSeconds(1);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(1);

    private final LogStore store;
    private final TailRequest request;
    private final EngineQueries queries;
    private final Scheduler scheduler;
    private final UnaryOperator<Flux<WebSocketMessage>> limits;

    /** @param limits ends what is sent when its reader must not have more */
    TailSession(
            LogStore store,
            TailRequest request,
            EngineQueries queries,
            Scheduler scheduler,
            UnaryOperator<Flux<WebSocketMessage>> limits) {
        this.store = store;
        this.request = request;
        this.queries = queries;
        this.scheduler = scheduler;
        this.limits = limits;
    }

    @Override
    public Mono<Void> handle(WebSocketSession session) {
        if (request.selector() == null) {
            return session.close(CloseStatus.SERVER_ERROR.withReason("only log selector is supported"));
        }
        Flux<WebSocketMessage> lines = lines().map(session::textMessage);
        Flux<WebSocketMessage> pings = Flux.interval(PING_INTERVAL)
                .onBackpressureDrop()
                .map(tick -> session.pingMessage(buffers -> buffers.wrap(new byte[0])));
        Mono<Void> clientLeft = session.receive().then();
        // One frame ahead at most: what a slow client does not take waits in the bounded queue.
        return session.send(limits.apply(Flux.merge(1, lines, pings)).takeUntilOther(clientLeft))
                .onErrorResume(LokiException.class, e -> session.close(CloseStatus.SERVER_ERROR.withReason(e.text())))
                .then(session.close());
    }

    private Flux<String> lines() {
        return Flux.defer(() -> {
            TailFrames frames = new TailFrames(queries, request.expr(), request.categorized());
            Sinks.Many<Boolean> signals = Sinks.many().unicast().onBackpressureBuffer();
            // One signal waits at most: a frame takes everything that is queued when it is made.
            AtomicBoolean signalled = new AtomicBoolean();
            TailQueue queue = new TailQueue(request.expr().matchers(), () -> {
                if (signalled.compareAndSet(false, true)) {
                    // The frame of the last signal can be under way while the push that gave it is still in here; a
                    // second push must then wait a moment, or its signal and all later ones would be lost.
                    signals.emitNext(true, Sinks.EmitFailureHandler.busyLooping(EMIT_WAIT));
                }
            });
            store.addListener(queue);
            Flux<String> live = delayed(signals.asFlux())
                    .publishOn(scheduler, 1)
                    .concatMap(
                            signal -> {
                                signalled.set(false);
                                return Mono.justOrEmpty(frames.next(queue.take()));
                            },
                            1);
            return SafeMono.fromCallable(() -> frames.history(store, request.bounds(), request.limit()))
                    .subscribeOn(scheduler)
                    .flatMap(Mono::justOrEmpty)
                    .concatWith(live)
                    .doOnError(e -> log.warn("A tail ended with an error: query={}", request.expr(), e))
                    .doFinally(signal -> store.removeListener(queue));
        });
    }

    private Flux<Boolean> delayed(Flux<Boolean> signals) {
        return request.delay().isZero() ? signals : signals.delayElements(request.delay());
    }
}
