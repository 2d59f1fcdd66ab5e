package io.tocsin.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A collector that takes OTLP in JSON over HTTP, as strictly as its specification describes it. */
public final class CollectorStandIn implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    public CollectorStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    /** What came; attributes as texts. */
    public record ReceivedSpan(
            String traceId,
            String spanId,
            String parentId,
            String name,
            int kind,
            long nanos,
            Map<String, String> attributes,
            String failure) {}

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The beans of traces, for a context that has only some of the others. */
    public static Class<?> tracing() {
        return TracingConfiguration.class;
    }

    /** What it answers to the next requests, before it takes everything again. */
    void answer(int... statuses) {
        for (int status : statuses) {
            answers.add(status);
        }
    }

    public List<ReceivedSpan> spans() {
        return List.copyOf(spans);
    }

    public List<ReceivedSpan> spans(String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }

    /** What no collector would take. */
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = answers.isEmpty() ? 200 : answers.poll();
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        check(exchange.getRequestMethod().equals("POST"), "method " + exchange.getRequestMethod());
        check(exchange.getRequestURI().getPath().equals("/v1/traces"), "path " + exchange.getRequestURI());
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        check("application/json".equals(type), "type " + type);
        if (status == 200) {
            try {
                read(JSON.readTree(body));
            } catch (RuntimeException e) {
                wrong.add(e.toString());
            }
        }
        byte[] answer = "{}".getBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void check(boolean isRight, String what) {
        if (!isRight) {
            wrong.add(what);
        }
    }

    private void read(JsonNode request) {
        for (JsonNode resource : request.get("resourceSpans")) {
            String service = attributes(resource.get("resource")).get("service.name");
            check("tocsin".equals(service), "service " + service);
            for (JsonNode scope : resource.get("scopeSpans")) {
                check(!scope.get("scope").get("name").asString().isEmpty(), "scope");
                scope.get("spans").forEach(span -> spans.add(span(span)));
            }
        }
    }

    private ReceivedSpan span(JsonNode span) {
        String parent = span.has("parentSpanId") ? span.get("parentSpanId").asString() : "";
        check(span.get("traceId").asString().matches("(?!0{32})[0-9a-f]{32}"), "trace " + span);
        check(span.get("spanId").asString().matches("(?!0{16})[0-9a-f]{16}"), "span " + span);
        check(parent.matches("|(?!0{16})[0-9a-f]{16}"), "parent " + span);
        check(span.get("startTimeUnixNano").isString(), "64 bits are a text " + span);
        int kind = span.get("kind").asInt();
        check(kind >= 1 && kind <= 5, "kind " + span);
        String name = span.get("name").asString();
        check(!name.isEmpty(), "name " + span);
        long start = Long.parseLong(span.get("startTimeUnixNano").asString());
        long end = Long.parseLong(span.get("endTimeUnixNano").asString());
        check(start > 1_600_000_000_000_000_000L && end >= start, "times " + span);
        JsonNode status = span.get("status");
        check(status == null || status.get("code").asInt() == 2, "status " + span);
        return new ReceivedSpan(
                span.get("traceId").asString(),
                span.get("spanId").asString(),
                parent,
                name,
                kind,
                end - start,
                attributes(span),
                status == null ? "" : status.get("message").asString());
    }

    private static Map<String, String> attributes(JsonNode of) {
        Map<String, String> attributes = new TreeMap<>();
        for (JsonNode attribute : of.get("attributes")) {
            JsonNode value = attribute.get("value");
            JsonNode text = value.has("intValue") ? value.get("intValue") : value.get("stringValue");
            if (!text.isString()) {
                throw new IllegalArgumentException("an attribute's value is a text: " + attribute);
            }
            attributes.put(attribute.get("key").asString(), text.asString());
        }
        return attributes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
