package io.tocsin.api.loki;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logstore.CorpusEntries;
import io.tocsin.logstore.push.PushBodies;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LokiApiIT {

    @TempDir
    Path directory;

    @Test
    void takesPushesInEveryWireFormat() {
        try (LokiServer server = LokiServer.start(directory)) {
            long now = nowNanos();
            byte[] json = PushBodies.json(line("json", now, "one"));
            byte[] protobuf = PushBodies.request(PushBodies.stream(
                    "{job=\"proto\"}",
                    PushBodies.entry(now / 1_000_000_000L, 5, "two".getBytes(StandardCharsets.UTF_8))));

            assertThat(server.post("/loki/api/v1/push", "application/json", json)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(server.post(
                                    "/loki/api/v1/push",
                                    "application/json",
                                    PushBodies.gzip(PushBodies.json(line("gzip", now, "three"))),
                                    "Content-Encoding",
                                    "gzip")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(server.post(
                                    "/loki/api/v1/push",
                                    "application/x-protobuf",
                                    PushBodies.snappy(protobuf),
                                    "X-Scope-OrgID",
                                    "team-a")
                            .statusCode())
                    .isEqualTo(204);

            JsonNode counts = query(server, "sum by (job) (count_over_time({job=~\".+\"}[5m]))");
            assertThat(counts.at("/data/result").size()).isEqualTo(3);
        }
    }

    @Test
    void findsWhatWasPushedWithTheSameEscapes() {
        try (LokiServer server = LokiServer.start(directory)) {
            List<String> values =
                    List.of("\"\\xff\"", "\"\\xe4\\xb8\"", "\"\\377\"", "\"\\ud800\"", "\"\\xc3\\xa9\"", "`a\\xff`");
            for (String value : values) {
                String labels = "{job=" + value + ", host=`" + Integer.toHexString(value.hashCode()) + "`}";
                byte[] push = PushBodies.request(
                        PushBodies.stream(labels, PushBodies.entry(nowNanos() / 1_000_000_000L, 5, new byte[] {'x'})));
                server.post("/loki/api/v1/push", "application/x-protobuf", PushBodies.snappy(push));

                assertThat(query(server, "sum(count_over_time(" + labels + "[5m]))")
                                .at("/data/result/0/value/1")
                                .asString())
                        .as(labels)
                        .isEqualTo("1");
            }
        }
    }

    @Test
    void refusesPushesWithLokisStatusAndText() {
        try (LokiServer server = LokiServer.start(directory, "tocsin.embedded.max-push-bytes", "1MB")) {
            assertAnswer(
                    server.push("{\"streams\": []}"),
                    422,
                    "error at least one valid stream is required for ingestion\n");
            assertAnswer(
                    server.push(line("rec", 1_794_996_000_000_000_000L, "old")),
                    400,
                    "entry for stream '{job=\"rec\", service_name=\"rec\"}' has timestamp too old: 2026-11-18T10:00:00Z");
            assertAnswer(
                    server.post("/loki/api/v1/push", "text/plain", new byte[] {'h', 'i'}),
                    400,
                    "snappy: corrupt input\n");
            assertAnswer(
                    server.post("/loki/api/v1/push", "application/json", new byte[2_000_000]),
                    413,
                    "request body too large");
            assertAnswer(
                    server.post(
                            "/loki/api/v1/push",
                            "application/json",
                            PushBodies.gzip(new byte[2_000_000]),
                            "Content-Encoding",
                            "gzip"),
                    413,
                    "request body too large");
        }
    }

    @Test
    void forgetsNothingOverARestart() {
        try (LokiServer server = LokiServer.start(directory)) {
            server.push(line("rec", nowNanos(), "before"));
        }
        try (LokiServer server = LokiServer.start(directory)) {
            assertThat(query(server, "sum(count_over_time({job=\"rec\"}[5m]))")
                            .at("/data/result/0/value/1")
                            .asString())
                    .isEqualTo("1");
        }
    }

    @Test
    void acceptsDurationsAsPrometheusWritesThem() {
        try (LokiServer server =
                LokiServer.start(directory, "tocsin.embedded.max-age", "1d2h30m", "tocsin.embedded.max-bytes", "")) {
            assertThat(server.push(line("rec", nowNanos() - 26L * 3_600_000_000_000L, "x"))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(server.push(line("rec", nowNanos() - 27L * 3_600_000_000_000L, "x"))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void answersTooManyQueriesAndSlowOnes() {
        try (LokiServer server = LokiServer.start(
                directory,
                "tocsin.embedded.api.query-timeout",
                "300ms",
                "tocsin.embedded.api.query-threads",
                "1",
                "tocsin.embedded.api.max-waiting-queries",
                "1")) {
            long now = nowNanos();
            StringBuilder values = new StringBuilder();
            for (int i = 0; i < 40_000; i++) {
                values.append(i == 0 ? "" : ",")
                        .append("[\"")
                        .append(now - i)
                        .append("\",\"")
                        .append("abc ".repeat(40))
                        .append(i)
                        .append("\"]");
            }
            server.push("{\"streams\":[{\"stream\":{\"job\":\"bulk\"},\"values\":[" + values + "]}]}");
            String slow = "/loki/api/v1/query?query="
                    + LokiServer.encode(
                            "sum by (n) (count_over_time({job=\"bulk\"} |~ \"(abc ?)+n?x\" | logfmt [10m])) or sum by (n) (count_over_time({job=\"bulk\"} |~ \"(abc ?)+y\" | logfmt [10m]))");

            List<Integer> statuses = concurrently(server, slow, 6);
            assertThat(statuses).contains(504, 429).allMatch(status -> status == 504 || status == 429);
            assertThat(server.get("/ready").statusCode()).isEqualTo(200);
            assertThat(server.get(slow).body())
                    .isEqualTo("request timed out, decrease the duration of the request or add more label matchers"
                            + " (prefer exact match over regex match) to reduce the amount of data processed");
        }
    }

    @Test
    void isAbsentWithAWordOfWhyWhenALokiIsConfigured() {
        try (LokiServer server = LokiServer.start(directory, "tocsin.loki-url", "http://loki:3100")) {
            HttpResponse<String> response = server.get("/loki/api/v1/labels");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("TOCSIN_LOKI_URL");
            assertThat(directory.resolve("log-store")).doesNotExist();
        }
    }

    private static List<Integer> concurrently(LokiServer server, String url, int count) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                HttpRequest request = HttpRequest.newBuilder(server.uri(url)).build();
                answers.add(
                        CompletableFuture.supplyAsync(() -> server.send(request).statusCode(), threads));
            }
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static JsonNode query(LokiServer server, String query) {
        return CorpusEntries.JSON.readTree(server.get("/loki/api/v1/query?query=" + LokiServer.encode(query))
                .body());
    }

    private static void assertAnswer(HttpResponse<String> response, int status, String text) {
        assertThat(response.body()).startsWith(text);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    }

    private static String line(String job, long nanos, String line) {
        return "{\"streams\":[{\"stream\":{\"job\":\"%s\"},\"values\":[[\"%d\",\"%s\"]]}]}".formatted(job, nanos, line);
    }

    private static long nowNanos() {
        return Clock.systemUTC().millis() * 1_000_000L;
    }
}
