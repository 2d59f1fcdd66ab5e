package io.tocsin.contactpoint.http;

import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.http.OutgoingHttp;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;
import reactor.netty.resources.ConnectionProvider;

/** Opens WebSockets to chat services, on allowed hosts only. A connection on which nothing is heard for a while is ended. */
public final class SocketClient {

    /** A peer that is gone without a word answers no ping. */
    private static final Duration PING_PERIOD = Duration.ofSeconds(20);

    private static final Duration LONGEST_QUIET = Duration.ofSeconds(65);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_TEXT_BYTES = 1024 * 1024;

    private final AllowedHosts allowedHosts;
    private final Supplier<HttpClient> operatorClient;
    private final Supplier<HttpClient> publicClient;

    public SocketClient(AllowedHosts allowedHosts) {
        this.allowedHosts = allowedHosts;
        this.operatorClient = SingletonSupplier.of(SocketClient::http);
        this.publicClient = SingletonSupplier.of(() -> http().resolver(new PublicAddressResolver()));
    }

    private static HttpClient http() {
        return OutgoingHttp.client(
                        ConnectionProvider.builder("chat-sockets")
                                .maxConnections(100)
                                .pendingAcquireTimeout(CONNECT_TIMEOUT),
                        CONNECT_TIMEOUT,
                        CONNECT_TIMEOUT)
                .secure(tls -> tls.sslContext(Http11SslContextSpec.forClient()).handshakeTimeout(CONNECT_TIMEOUT));
    }

    /** One open WebSocket. Safe for several threads. */
    public static final class OpenSocket {

        private final Sinks.Many<WebSocketFrame> outgoing =
                Sinks.many().unicast().onBackpressureBuffer();
        private final Sinks.One<Integer> closing = Sinks.one();

        /** What is sent after the end is lost. */
        public synchronized void send(String text) {
            outgoing.tryEmitNext(new TextWebSocketFrame(text));
        }

        private synchronized void ping() {
            outgoing.tryEmitNext(new PingWebSocketFrame());
        }

        /** Says goodbye with a code, and ends. */
        public void close(int code) {
            closing.tryEmitValue(code);
        }

        private synchronized void complete() {
            outgoing.tryEmitComplete();
        }
    }

    /**
     * Opens a socket and hands over every text that comes. Ends with the close code of the other side, or -1 when there was
     * none, or in an error when there was no connection.
     */
    public Mono<Integer> run(URI uri, BiConsumer<OpenSocket, String> heard) {
        Optional<String> problem = allowedHosts.problemOfSocket(uri);
        if (problem.isPresent()) {
            return Mono.error(new IllegalArgumentException("the address of the socket " + problem.get()));
        }
        HttpClient client = allowedHosts.isAllowedByOperator(uri) ? operatorClient.get() : publicClient.get();
        AtomicInteger code = new AtomicInteger(-1);
        return client.websocket(WebsocketClientSpec.builder()
                        .maxFramePayloadLength(MAX_TEXT_BYTES)
                        .build())
                .uri(uri)
                .handle((in, out) -> talk(in, out, heard, code))
                .then(Mono.fromSupplier(code::get));
    }

    private static Mono<Void> talk(
            WebsocketInbound in, WebsocketOutbound out, BiConsumer<OpenSocket, String> heard, AtomicInteger code) {
        OpenSocket socket = new OpenSocket();
        in.withConnection(connection -> connection.onReadIdle(LONGEST_QUIET.toMillis(), connection::dispose));
        in.receiveCloseStatus().map(WebSocketCloseStatus::code).subscribe(code::set, failure -> {});
        FrameText texts = new FrameText();
        Mono<Void> listening = in.receiveFrames()
                .doOnNext(frame -> texts.add(frame).ifPresent(text -> heard.accept(socket, text)))
                .then()
                .doFinally(end -> socket.complete());
        Mono<Void> speaking =
                out.sendObject(socket.outgoing.asFlux(), frame -> true).then();
        Mono<Void> ending = socket.closing.asMono().flatMap(out::sendClose);
        Mono<Void> pinging =
                Flux.interval(PING_PERIOD).doOnNext(tick -> socket.ping()).then();
        return Mono.firstWithSignal(Mono.when(listening, speaking), ending, pinging);
    }
}
