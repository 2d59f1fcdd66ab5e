package io.tocsin.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes webhooks, remembers each that it has read whole, and treats some of them badly. */
public final class ChaosReceiver implements AutoCloseable {

    /** Longer than the gateway waits for an answer. */
    private static final long SLOW_SECONDS = 12;

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicLong faults = new AtomicLong();
    private final Random random;
    private volatile int faultsInThousand;

    /**
     * One alert of one message that has arrived.
     *
     * @param isNew false where a message about others of its group lists it again
     */
    record Told(
            String alert,
            boolean isFiring,
            boolean isNew,
            Instant startsAt,
            long delivery,
            boolean isPossibleDuplicate,
            boolean isLate,
            long atMillis) {}

    public ChaosReceiver(long seed) throws IOException {
        random = new Random(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    void failInThousand(int count) {
        faultsInThousand = count;
    }

    long faults() {
        return faults.get();
    }

    public void forget() {
        told.clear();
    }

    List<Told> told() {
        return new ArrayList<>(told);
    }

    private synchronized int chance(int bound) {
        return random.nextInt(bound);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (chance(1000) >= faultsInThousand) {
            accept(body);
            answer(exchange, 200, "ok");
            return;
        }
        faults.incrementAndGet();
        switch (chance(8)) {
            case 0 -> answer(exchange, 500, "<html>out of order</html>");
            case 1 -> answer(exchange, 503, "{}");
            case 2 -> {
                exchange.getResponseHeaders().add("Retry-After", "1");
                answer(exchange, 429, "slow down");
            }
            case 3 -> exchange.close();
            case 4 -> {
                accept(body);
                exchange.close();
            }
            case 5 -> {
                accept(body);
                pause(SLOW_SECONDS);
                answer(exchange, 200, "ok");
            }
            case 6 -> {
                accept(body);
                drip(exchange);
            }
            default -> {
                accept(body);
                answer(exchange, 500, "failed after the fact");
            }
        }
    }

    private void accept(byte[] body) {
        long now = System.currentTimeMillis();
        JsonNode payload = JSON.readTree(body);
        JsonNode facts = payload.path("tocsin");
        for (JsonNode alert : payload.path("alerts")) {
            told.add(new Told(
                    alert.path("labels").path("alertname").asString(""),
                    alert.path("status").asString("").equals("firing"),
                    alert.path("isNew").asBoolean(true),
                    Instant.parse(alert.path("startsAt").asString("")),
                    facts.path("deliveryId").asLong(0),
                    facts.path("possibleDuplicate").asBoolean(false),
                    facts.path("late").asBoolean(false),
                    now));
        }
    }

    /** A byte a second, more bytes than anybody waits for. */
    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 60);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 30; i++) {
                out.write('.');
                out.flush();
                pause(1);
            }
        }
    }

    private static void pause(long seconds) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
