package io.tocsin.evaluation.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import io.tocsin.http.StatusClient;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a receiver that takes the requests apart as strictly as Prometheus' remote write 1.0 describes them. */
class RemoteWriterTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<String> received = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/write", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = answers.isEmpty() ? 204 : answers.poll();
        expect(exchange, "Content-Type", "application/x-protobuf");
        expect(exchange, "Content-Encoding", "snappy");
        expect(exchange, "X-Prometheus-Remote-Write-Version", "0.1.0");
        expect(exchange, "Authorization", "Bearer t");
        if (status / 100 == 2) {
            ByteBuf plain = Unpooled.buffer();
            new Snappy().decode(Unpooled.wrappedBuffer(body), plain);
            byte[] bytes = new byte[plain.readableBytes()];
            plain.readBytes(bytes);
            new Proto(bytes).fields((field, series) -> received.add(series(series)));
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void expect(HttpExchange exchange, String header, String value) {
        if (!value.equals(exchange.getRequestHeaders().getFirst(header))) {
            wrong.add(header + ": " + exchange.getRequestHeaders().getFirst(header));
        }
    }

    private static String series(byte[] series) {
        StringBuilder text = new StringBuilder();
        new Proto(series).fields((field, content) -> {
            if (field == 1) {
                List<String> label = new ArrayList<>();
                new Proto(content).fields((part, bytes) -> label.add(new String(bytes, StandardCharsets.UTF_8)));
                text.append(String.join("=", label)).append(' ');
            } else {
                ByteBuffer sample = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
                assertThat(sample.get()).as("field 1, 64 bit").isEqualTo((byte) 9);
                double value = sample.getDouble();
                assertThat(sample.get()).as("field 2, varint").isEqualTo((byte) 16);
                text.append(value).append(" @ ").append(Instant.ofEpochMilli(varint(sample)));
            }
        });
        return text.toString();
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** Fields that have a length. */
    private record Proto(byte[] bytes) {

        interface Field {
            void is(int number, byte[] content);
        }

        void fields(Field each) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                long tag = varint(left);
                assertThat(tag & 7).as("wire type").isEqualTo(2);
                byte[] content = new byte[(int) varint(left)];
                left.get(content);
                each.is((int) (tag >> 3), content);
            }
        }
    }

    private RemoteWriter writer(int maxSamples) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/write";
        return new RemoteWriter(new RemoteWriteSettings(url, "Bearer t", maxSamples), registry);
    }

    private static List<Sample> samples(int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(i -> new Sample(Labels.of("__name__", "m:x", "i", "한" + i), i + 0.5))
                .toList();
    }

    private double counted(String outcome) {
        return registry.get("tocsin.remote.write.samples")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void writesWhatPrometheusUnderstands() throws Exception {
        RemoteWriter writer = writer(100);
        writer.offer(samples(0, 2), AT);

        writer.write();

        assertThat(wrong).isEmpty();
        assertThat(received).containsExactly("__name__=m:x i=한0 0.5 @ " + AT, "__name__=m:x i=한1 1.5 @ " + AT);
        assertThat(counted("sent")).isEqualTo(2);
    }

    @Test
    void sendsAgainInOrderWhatWasNotTakenAndTellsIt() throws Exception {
        RemoteWriter writer = writer(100);
        answers.addAll(List.of(503, 429));
        writer.offer(samples(0, 1), AT);

        Duration first = writer.write();
        writer.offer(samples(1, 2), AT.plusSeconds(60));
        Duration second = writer.write();
        assertThat(writer.concerns()).hasSize(1);
        writer.write();

        assertThat(second).isGreaterThan(first);
        assertThat(received)
                .containsExactly("__name__=m:x i=한0 0.5 @ " + AT, "__name__=m:x i=한1 1.5 @ " + AT.plusSeconds(60));
        assertThat(writer.concerns()).isEmpty();
        assertThat(writer.waiting()).isZero();
    }

    @Test
    void givesUpTheOldestBeyondTheBoundAndWhatIsRefusedForGood() throws Exception {
        RemoteWriter writer = writer(3);
        writer.offer(samples(0, 5), AT);
        assertThat(counted("dropped")).isEqualTo(2);
        answers.add(503);
        writer.write();
        assertThat(writer.waiting()).isEqualTo(3);

        answers.add(400);
        writer.write();

        assertThat(counted("refused")).isEqualTo(3);
        assertThat(writer.waiting()).isZero();
        assertThat(received).isEmpty();
    }

    @Test
    @Timeout(60)
    void waitsForNoAnswerThatDrips() throws Exception {
        server.createContext("/drips", exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            while (true) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        });
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/drips";
        RemoteWriter writer = new RemoteWriter(
                new RemoteWriteSettings(url, "", 10), new StatusClient(Duration.ofSeconds(5)), registry);
        writer.offer(samples(0, 1), AT);

        writer.write();

        assertThat(writer.waiting()).isEqualTo(1);
        assertThat(writer.concerns())
                .singleElement()
                .satisfies(concern -> assertThat(concern.reason()).isEqualTo("no answer within 5 s"));
    }

    @Test
    void keepsNothingWithoutAnEndpoint() throws Exception {
        RemoteWriter writer = new RemoteWriter(new RemoteWriteSettings("", "", 10), registry);

        writer.offer(samples(0, 5), AT);

        assertThat(writer.waiting()).isZero();
        assertThat(writer.write()).isEqualTo(RemoteWriter.PERIOD);
    }
}
