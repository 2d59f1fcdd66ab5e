package io.tocsin.standin;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket server of a chat service: what is common to Slack's Socket Mode and Discord's gateway. */
abstract class SocketStandIn implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final DisposableServer server;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();

    SocketStandIn() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.ws("/", this::serve).ws("/{path}", this::serve))
                .bindNow();
    }

    /** One connection. */
    final class Peer {

        final String query;
        final Sinks.Many<WebSocketFrame> outgoing = Sinks.many().unicast().onBackpressureBuffer();
        final Sinks.One<Integer> closing = Sinks.one();
        private volatile Connection connection;
        volatile int closeCode = -1;
        volatile boolean isOpen = true;

        Peer(String query) {
            this.query = query;
        }

        synchronized void send(String json) {
            outgoing.tryEmitNext(new TextWebSocketFrame(json));
        }

        void close(int code) {
            closing.tryEmitValue(code);
        }

        /** Without a word, as when a cable is pulled. */
        void cut() {
            Connection known = connection;
            if (known != null) {
                known.channel().close();
            }
        }
    }

    abstract void greet(Peer peer);

    abstract void hear(Peer peer, JsonNode text);

    /** What a peer did that the service's documentation forbids. */
    public List<String> broken() {
        return broken;
    }

    void breaks(String rule) {
        broken.add(rule);
    }

    public int port() {
        return server.port();
    }

    List<Peer> open() {
        return peers.stream().filter(peer -> peer.isOpen).toList();
    }

    List<Peer> all() {
        return peers;
    }

    /** How many connections there are now. */
    public int connections() {
        return open().size();
    }

    /** How many there have been. */
    public int connectionsEver() {
        return peers.size();
    }

    public void cutAll() {
        open().forEach(Peer::cut);
    }

    private Publisher<Void> serve(WebsocketInbound in, WebsocketOutbound out) {
        String path = in.headers().get("Host");
        Peer peer = new Peer(query(in));
        in.withConnection(connection -> peer.connection = connection);
        in.receiveCloseStatus().map(WebSocketCloseStatus::code).subscribe(code -> peer.closeCode = code, e -> {});
        if (path == null) {
            breaks("no Host");
        }
        peers.add(peer);
        greet(peer);
        Mono<Void> listening = in.aggregateFrames(65_536)
                .receiveFrames()
                .doOnNext(frame -> {
                    if (frame instanceof TextWebSocketFrame text) {
                        hear(peer, JSON.readTree(text.text()));
                    }
                })
                .then()
                .onErrorComplete()
                .doFinally(end -> {
                    peer.isOpen = false;
                    peer.outgoing.tryEmitComplete();
                });
        Mono<Void> speaking =
                out.sendObject(peer.outgoing.asFlux(), frame -> true).then();
        return Mono.firstWithSignal(
                Mono.when(listening, speaking), peer.closing.asMono().flatMap(out::sendClose));
    }

    private static String query(WebsocketInbound in) {
        return in instanceof reactor.netty.http.server.HttpServerInfos infos
                ? new QueryStringDecoder(infos.uri()).rawQuery()
                : "";
    }

    @Override
    public void close() {
        peers.forEach(Peer::cut);
        server.dispose();
    }
}
