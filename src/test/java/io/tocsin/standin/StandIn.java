package io.tocsin.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A chat service on a port of this machine that refuses what the real one refuses and keeps what it accepted. */
public abstract class StandIn implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Accepted> accepted = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private volatile FaultSource faultSource = path -> Fault.NONE;

    StandIn(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What it took: where, what, and when. */
    public record Accepted(String method, String path, JsonNode body, long atMillis) {}

    /** Anything that came in, whatever became of it. */
    public record Request(String path, long atMillis) {}

    /** What an answer looks like. */
    public record Answer(int status, String contentType, String body, Map<String, String> headers) {

        static Answer text(int status, String body) {
            return new Answer(status, "text/plain", body, Map.of());
        }

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body, Map.of());
        }

        Answer with(Map<String, String> more) {
            return new Answer(status, contentType, body, more);
        }
    }

    /** Something that goes wrong with one request. */
    public record Fault(Kind kind, Answer answer, Duration delay) {

        public static final Fault NONE = new Fault(Kind.NONE, Answer.text(200, ""), Duration.ZERO);

        public enum Kind {
            NONE,
            /** Answers without looking at the request. */
            ANSWER,
            /** Accepts the message and then cuts the connection. */
            CUT_AFTER_ACCEPTING,
            /** Cuts the connection without accepting. */
            CUT,
            /** Accepts, but answers late. */
            SLOW
        }

        public static Fault answer(int status, String contentType, String body, Map<String, String> headers) {
            return new Fault(Kind.ANSWER, new Answer(status, contentType, body, headers), Duration.ZERO);
        }

        public static Fault of(Kind kind) {
            return new Fault(kind, Answer.text(200, ""), Duration.ZERO);
        }

        public static Fault slow(Duration delay) {
            return new Fault(Kind.SLOW, Answer.text(200, ""), delay);
        }
    }

    /** Decides for each request whether something goes wrong. */
    public interface FaultSource {
        Fault next(String path);
    }

    abstract Answer answer(
            String method, URI uri, String contentType, String userAgent, String authorization, String body);

    public int port() {
        return server.getAddress().getPort();
    }

    /** The next requests have these faults, one each. */
    public void fail(Fault... next) {
        synchronized (faults) {
            faults.addAll(List.of(next));
        }
    }

    public void failBy(FaultSource source) {
        faultSource = source;
    }

    public List<Accepted> accepted() {
        return accepted;
    }

    /** Everything that came in, in order. */
    public List<Request> requests() {
        return requests;
    }

    /** Why it refused, in order. */
    public List<String> refused() {
        return refused;
    }

    public void forget() {
        accepted.clear();
        refused.clear();
    }

    void accept(String method, String path, JsonNode body) {
        accepted.add(new Accepted(method, path, body, System.currentTimeMillis()));
    }

    private Fault nextFault(String path) {
        synchronized (faults) {
            Fault next = faults.poll();
            return next == null ? faultSource.next(path) : next;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(new Request(exchange.getRequestURI().getPath(), System.currentTimeMillis()));
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        String contentType = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        // A file among the parts is not text; each part is decoded by the one who takes the body apart.
        String body = new String(
                bytes, contentType.startsWith("multipart/") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        Fault fault = nextFault(exchange.getRequestURI().toString());
        if (fault.kind() == Fault.Kind.CUT) {
            exchange.close();
            return;
        }
        Answer answer = fault.kind() == Fault.Kind.ANSWER
                ? fault.answer()
                : answer(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        contentType,
                        String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        body);
        if (fault.kind() == Fault.Kind.CUT_AFTER_ACCEPTING) {
            exchange.close();
            return;
        }
        if (answer.status() >= 400) {
            refused.add(answer.status() + " " + answer.body());
        }
        pause(fault.delay());
        send(exchange, answer);
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.contentType());
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
