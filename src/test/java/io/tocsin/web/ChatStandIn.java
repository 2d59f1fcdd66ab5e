package io.tocsin.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays Slack on this machine: {@code /services/ok} takes messages, {@code /services/bad} and {@code /gone} do not. */
final class ChatStandIn implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger accepted = new AtomicInteger();

    private ChatStandIn(HttpServer server) {
        this.server = server;
    }

    static ChatStandIn start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ChatStandIn standIn = new ChatStandIn(server);
            standIn.answer("/services/ok", 200, "ok");
            standIn.answer("/services/bad", 400, "invalid_payload");
            standIn.answer("/services/gone", 404, "no_service");
            server.start();
            return standIn;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                if (status == 200) {
                    accepted.incrementAndGet();
                }
            }
        });
    }

    String url(String name) {
        return "http://" + host() + "/services/" + name;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    int accepted() {
        return accepted.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
