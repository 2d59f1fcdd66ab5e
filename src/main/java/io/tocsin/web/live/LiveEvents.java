package io.tocsin.web.live;

import io.tocsin.security.OpenStreams;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The stream that open pages listen to: {@code changed} with the names of what has changed, and {@code alive} every few
 * seconds, by which a page sees that the connection is not dead. A stream ends after some minutes, and when its reader may no
 * longer read; browsers reconnect by themselves.
 */
@RestController
class LiveEvents {

    static final int MAX_CONNECTIONS = 200;

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration RECONNECT = Duration.ofSeconds(2);

    private final ChangeFeed feed;
    private final OpenStreams streams;
    private final AtomicInteger connections = new AtomicInteger();
    private final Sinks.Empty<Void> closed = Sinks.empty();

    LiveEvents(ChangeFeed feed, OpenStreams streams) {
        this.feed = feed;
        this.streams = streams;
    }

    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> events(ServerHttpResponse response, ServerWebExchange exchange) {
        response.getHeaders().set("X-Accel-Buffering", "no");
        return Flux.defer(() -> {
            if (connections.incrementAndGet() > MAX_CONNECTIONS) {
                connections.decrementAndGet();
                return full();
            }
            return streams.place(exchange, stream(), full()).doFinally(signal -> connections.decrementAndGet());
        });
    }

    private static Mono<ServerSentEvent<String>> full() {
        return Mono.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "error.events.full"));
    }

    private Flux<ServerSentEvent<String>> stream() {
        Flux<ServerSentEvent<String>> alive = Flux.interval(Duration.ZERO, HEARTBEAT)
                .onBackpressureDrop()
                .map(count -> event("alive", Long.toString(count)));
        Flux<ServerSentEvent<String>> changed =
                feed.changes().onBackpressureLatest().map(names -> event("changed", String.join(" ", names)));
        return Flux.merge(alive, changed).takeUntilOther(closed.asMono());
    }

    private static ServerSentEvent<String> event(String name, String data) {
        return ServerSentEvent.builder(data).event(name).retry(RECONNECT).build();
    }

    /** An open stream would keep the server from stopping until it is cut. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        closed.tryEmitEmpty();
    }
}
