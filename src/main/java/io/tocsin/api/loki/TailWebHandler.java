package io.tocsin.api.loki;

import io.tocsin.logstore.LogStore;
import io.tocsin.security.OpenStreams;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code /loki/api/v1/tail}: refuses before the upgrade what Loki refuses there. */
final class TailWebHandler implements WebHandler {

    private static final int MAX_TAILS = 10;

    private final LogStore store;
    private final Selectors selectors;
    private final EngineQueries queries;
    private final WebSocketService webSockets;
    private final Scheduler scheduler;
    private final Clock clock;
    private final @Nullable OpenStreams streams;
    private final AtomicInteger tails = new AtomicInteger();

    /** @param streams when tails must end, and how many one reader may have; null: nobody says so */
    TailWebHandler(
            LogStore store,
            Selectors selectors,
            EngineQueries queries,
            WebSocketService webSockets,
            Scheduler scheduler,
            Clock clock,
            @Nullable OpenStreams streams) {
        this.store = store;
        this.selectors = selectors;
        this.queries = queries;
        this.webSockets = webSockets;
        this.scheduler = scheduler;
        this.clock = clock;
        this.streams = streams;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        LokiParameters parameters =
                new LokiParameters(exchange.getRequest().getQueryParams(), LokiTimes.nanosOf(clock.instant()));
        String flags = headers.getFirst("X-Loki-Response-Encoding-Flags");
        TailRequest request;
        try {
            request =
                    TailRequest.of(parameters, selectors, flags != null && flags.contains(QueryJson.CATEGORIZE_LABELS));
        } catch (LokiException e) {
            return text(exchange.getResponse(), e.status(), e.text());
        }
        if (!"websocket".equalsIgnoreCase(headers.getUpgrade())
                || !HttpMethod.GET.equals(exchange.getRequest().getMethod())) {
            return text(exchange.getResponse(), 400, "Bad Request\n");
        }
        TailSession session = new TailSession(
                store,
                request,
                queries,
                scheduler,
                frames -> streams == null
                        ? frames
                        : streams.place(exchange, frames, Mono.error(() -> full(OpenStreams.MAX_PER_READER))));
        return webSockets.handleRequest(exchange, counted(session));
    }

    private static LokiException full(int most) {
        return new LokiException(
                429, "max concurrent tail requests limit exceeded, count > limit (" + (most + 1) + " > " + most + ")");
    }

    private WebSocketHandler counted(TailSession session) {
        return webSocket -> {
            if (tails.incrementAndGet() > MAX_TAILS) {
                tails.decrementAndGet();
                return webSocket.close(CloseStatus.SERVER_ERROR.withReason(
                        "max concurrent tail requests limit exceeded, count > limit (" + (MAX_TAILS + 1) + " > "
                                + MAX_TAILS + ")"));
            }
            return session.handle(webSocket).doFinally(signal -> tails.decrementAndGet());
        };
    }

    private static Mono<Void> text(ServerHttpResponse response, int status, String text) {
        response.setStatusCode(HttpStatusCode.valueOf(status));
        response.getHeaders().set(HttpHeaders.CONTENT_TYPE, LokiResponses.TEXT);
        response.getHeaders().set("X-Content-Type-Options", "nosniff");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.getHeaders().setContentLength(bytes.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
    }
}
