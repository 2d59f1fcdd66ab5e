package io.tocsin.datasource.loki;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tocsin.datasource.InMemorySource;
import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.LogQuery;
import io.tocsin.logql.engine.LogqlEngine;
import io.tocsin.logql.engine.QueryContext;
import io.tocsin.logql.engine.QueryLimits;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * Loki's tail, as strict as it is: a log query, a time from which on in nanoseconds, and so many connections of a tenant; a
 * line is told to those whose query it matches.
 */
final class LokiTailStandIn implements AutoCloseable {

    static final String TENANT = "team-a";
    static final int MOST = 10;

    private static final String PATH = "/loki/api/v1/tail";

    private final LogqlParser parser = new LogqlParser();
    private final LogqlEngine engine = new LogqlEngine();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final DisposableServer server;

    LokiTailStandIn() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get(PATH, this::serve))
                .bindNow();
    }

    /** A connection that is open. */
    record Follower(String query, Sinks.Many<WebSocketFrame> out, Sinks.One<Integer> end) {}

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    List<String> followed() {
        return followers.stream().map(Follower::query).toList();
    }

    /** Why connections were refused. */
    List<String> refused() {
        return refused;
    }

    /** The next so many connections are refused, whatever they ask. */
    void refuseNext(int connections) {
        refusals.set(connections);
    }

    void push(Labels stream, String line) {
        InMemorySource lines = new InMemorySource().add(stream, 1, line);
        for (Follower follower : followers) {
            EngineResult found = engine.logs(
                    parser.parse(follower.query()),
                    lines,
                    new LogQuery(0, 10, 1, Direction.FORWARD, 0),
                    QueryContext.of(QueryLimits.DEFAULT, Instant.EPOCH));
            if (found instanceof EngineResult.Streams streams
                    && !streams.streams().isEmpty()) {
                follower.out()
                        .tryEmitNext(new TextWebSocketFrame(
                                "{\"streams\":[{\"stream\":{},\"values\":[[\"1\",\"a line\"]]}]}"));
            }
        }
    }

    /** As when Loki restarts, or has followed for an hour. */
    void endAll() {
        followers.forEach(follower -> follower.end().tryEmitValue(1001));
    }

    private Publisher<Void> serve(HttpServerRequest request, HttpServerResponse response) {
        QueryStringDecoder parameters = new QueryStringDecoder(request.uri());
        String query = first(parameters, "query");
        String problem = problem(request, parameters, query);
        if (!problem.isEmpty()) {
            refused.add(problem);
            return response.status(problem.startsWith("max") ? 429 : 400)
                    .sendString(Mono.just(problem))
                    .then();
        }
        return response.sendWebsocket((in, out) -> follow(query, in, out));
    }

    private String problem(HttpServerRequest request, QueryStringDecoder parameters, String query) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return "not now";
        }
        if (!TENANT.equals(request.requestHeaders().get("X-Scope-OrgID"))) {
            return "no org id";
        }
        if (followers.size() >= MOST) {
            return "max concurrent tail requests limit exceeded, count > limit (" + followers.size() + " > " + MOST
                    + ")";
        }
        long since = Long.parseLong(first(parameters, "start"));
        Duration ago = Duration.ofNanos(System.currentTimeMillis() * 1_000_000 - since);
        if (ago.abs().compareTo(Duration.ofMinutes(5)) > 0) {
            return "start is " + since + ", which is " + ago + " ago";
        }
        try {
            LogqlExpr parsed = parser.parse(query);
            return parsed instanceof LogSelectorExpr ? "" : "only log queries are followed, not " + parsed;
        } catch (LogqlSyntaxException e) {
            return "parse error: " + e.getMessage();
        }
    }

    private static String first(QueryStringDecoder parameters, String name) {
        return parameters.parameters().getOrDefault(name, List.of("")).get(0);
    }

    private Mono<Void> follow(String query, WebsocketInbound in, WebsocketOutbound out) {
        Follower follower = new Follower(query, Sinks.many().unicast().onBackpressureBuffer(), Sinks.one());
        followers.add(follower);
        in.withConnection((Connection connection) -> connection.onDispose(() -> followers.remove(follower)));
        Mono<Void> talking = Mono.when(
                in.receiveFrames()
                        .then()
                        .onErrorComplete()
                        .doFinally(end -> follower.out().tryEmitComplete()),
                out.sendObject(follower.out().asFlux(), frame -> true).then());
        return Mono.firstWithSignal(talking, follower.end().asMono().flatMap(out::sendClose))
                .doFinally(end -> followers.remove(follower));
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
    }
}
