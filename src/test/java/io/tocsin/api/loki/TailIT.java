package io.tocsin.api.loki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.logstore.CorpusEntries;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TailIT {

    @TempDir
    Path directory;

    private LokiServer server;

    @BeforeEach
    void start() {
        server = LokiServer.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Collects what the server sends. */
    private static final class Frames implements WebSocket.Listener {

        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final CountDownLatch pinged = new CountDownLatch(1);
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            pinged.countDown();
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code + " " + reason);
            return null;
        }

        JsonNode next() throws InterruptedException {
            String text = texts.poll(60, TimeUnit.SECONDS);
            assertThat(text).as("a frame").isNotNull();
            return CorpusEntries.JSON.readTree(text);
        }
    }

    @Test
    void sendsHistoryThenLinesAsTheyCome() throws Exception {
        push("old", "tail before");
        push("old", "other");
        Frames frames = new Frames();
        WebSocket socket = connect("{job=\"rec\"} |= \"tail\"", frames);

        assertThat(frames.next().toString())
                .startsWith("{\"streams\":[{\"stream\":{\"detected_level\":\"unknown\",\"job\":\"rec\","
                        + "\"service_name\":\"rec\",\"trace_id\":\"old\"},\"values\":[[\"")
                .endsWith("\",\"tail before\"]]}]}");
        push("t0", "tail line 0");
        push("t1", "not this");
        push("t2", "tail error 2");

        assertThat(frames.next().at("/streams/0/values/0/1").asString()).isEqualTo("tail line 0");
        JsonNode second = frames.next();
        assertThat(second.at("/streams/0/values/0/1").asString()).isEqualTo("tail error 2");
        assertThat(second.at("/streams/0/stream/detected_level").asString()).isEqualTo("error");
        assertThat(frames.pinged.await(60, TimeUnit.SECONDS)).isTrue();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(60, TimeUnit.SECONDS);
        assertThat(frames.closed.get(60, TimeUnit.SECONDS)).startsWith("1000");
    }

    @Test
    void categorizesLabelsWhenAsked() throws Exception {
        Frames frames = new Frames();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("X-Loki-Response-Encoding-Flags", "categorize-labels")
                .buildAsync(uri("{job=\"rec\"} | logfmt"), frames)
                .get(60, TimeUnit.SECONDS);
        push("t0", "a=1");

        JsonNode frame = frames.next();
        assertThat(frame.at("/streams/0/stream").toString()).isEqualTo("{\"job\":\"rec\",\"service_name\":\"rec\"}");
        assertThat(frame.at("/streams/0/values/0/2").toString())
                .isEqualTo("{\"structuredMetadata\":{\"detected_level\":\"unknown\",\"trace_id\":\"t0\"},"
                        + "\"parsed\":{\"a\":\"1\"}}");
        assertThat(frame.at("/encodingFlags/0").asString()).isEqualTo("categorize-labels");
        socket.abort(); // A server that ends waits for it.
    }

    @Test
    void closesAMetricQueryAfterTheUpgrade() throws Exception {
        Frames frames = new Frames();
        connect("rate({job=\"ocr\"}[5m])", frames);

        assertThat(frames.closed.get(60, TimeUnit.SECONDS)).isEqualTo("1011 only log selector is supported");
    }

    @Test
    void refusesABrokenQueryAndALongDelayBeforeTheUpgrade() {
        assertRefused(uri("{job="));
        assertRefused(URI.create(uri("{job=\"a\"}") + "&delay_for=60"));
        assertThat(server.get("/loki/api/v1/tail?query=%7Bjob%3D").body())
                .isEqualTo("parse error at line 1, col 6: syntax error: unexpected $end, expecting a text in quotes");
        assertThat(server.get("/loki/api/v1/tail?delay_for=60&query=" + LokiServer.encode("{job=\"a\"}"))
                        .body())
                .isEqualTo("delay_for can't be greater than 5");
    }

    private static void assertRefused(URI uri) {
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(uri, new Frames())
                        .get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .satisfies(e -> assertThat(
                                ((WebSocketHandshakeException) e).getResponse().statusCode())
                        .isEqualTo(400));
    }

    private WebSocket connect(String query, Frames frames) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri(query), frames)
                .get(60, TimeUnit.SECONDS);
    }

    private URI uri(String query) {
        return URI.create("ws://127.0.0.1:" + server.port() + "/loki/api/v1/tail?query=" + LokiServer.encode(query));
    }

    private void push(String trace, String line) {
        long now = Clock.systemUTC().millis() * 1_000_000L;
        assertThat(server.push(
                                "{\"streams\":[{\"stream\":{\"job\":\"rec\"},\"values\":[[\"%d\",\"%s\",{\"trace_id\":\"%s\"}]]}]}"
                                        .formatted(now, line, trace))
                        .statusCode())
                .isEqualTo(204);
    }
}
