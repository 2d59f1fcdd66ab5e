package io.tocsin.logstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import io.tocsin.TocsinProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More logs than a process of 192 MB of heap can hold: it stays alive and within its memory, pages answer, and what is not
 * stored is counted by reason and said.
 */
class FloodIT {

    private static final int LINES_PER_PUSH = 1_000;
    private static final long MAX_RESIDENT_MB = 192 * 13 / 10 + 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Integer, Long> answers = new TreeMap<>();

    @TempDir
    private Path home;

    @Test
    void staysWithinItsMemoryInAShortFlood() throws Exception {
        flood(Duration.ofSeconds(3), Duration.ofMinutes(1), 20);
    }

    @Test
    @Tag("soak")
    void staysWithinItsMemoryInALongFlood() throws Exception {
        flood(Duration.ofMinutes(5), Duration.ofSeconds(1), 100);
    }

    /** @param pushes of a thousand new streams each */
    private void flood(Duration length, Duration slowestPage, int pushes) throws Exception {
        try (TocsinProcess tocsin = TocsinProcess.start(home, TocsinProcess.freePort(), Map.of())) {
            long sent = pushUntil(tocsin, System.nanoTime() + length.toNanos(), slowestPage);
            pushStreams(tocsin, pushes);
            assertThat(push(tocsin, line("job", "huge", "x".repeat(10_000_000))))
                    .isEqualTo(413);
            assertThat(push(tocsin, line("job", "long", "x".repeat(300_000)))).isEqualTo(400);

            String metrics = get(tocsin, "/actuator/prometheus");
            assertThat(counter(metrics, "tocsin_logstore_lines_total")).isGreaterThanOrEqualTo(sent);
            assertThat(counter(metrics, "tocsin_logstore_rejected_total{reason=\"stream_limit\"}"))
                    .isGreaterThan(pushes * 1_000 - 5_001);
            assertThat(counter(metrics, "tocsin_logstore_rejected_total{reason=\"request_body_too_large\"}"))
                    .isEqualTo(1);
            assertThat(counter(metrics, "tocsin_logstore_rejected_total{reason=\"line_too_long\"}"))
                    .isEqualTo(1);
            assertThat(residentMegabytes(tocsin)).isLessThan(MAX_RESIDENT_MB);
            assertThat(answers.keySet()).containsExactly(204, 400, 413, 429);
            System.out.printf(
                    "flood: %d lines in %s, %d MB resident at most%n", sent, length, residentMegabytes(tocsin));
        }
    }

    private long pushUntil(TocsinProcess tocsin, long end, Duration slowestPage) throws Exception {
        long sent = 0;
        for (int i = 0; System.nanoTime() < end; i++) {
            assertThat(push(tocsin, lines(i))).isEqualTo(204);
            sent += LINES_PER_PUSH;
            if (i % 100 == 0) {
                long started = System.nanoTime();
                get(tocsin, "/login");
                assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(slowestPage);
            }
        }
        return sent;
    }

    private void pushStreams(TocsinProcess tocsin, int pushes) throws Exception {
        for (int i = 0; i < pushes; i++) {
            StringBuilder streams = new StringBuilder("{\"streams\":[");
            for (int j = 0; j < 1_000; j++) {
                streams.append(j == 0 ? "" : ",").append(stream("id", i + "-" + j, "[\"" + now() + "\",\"x\"]"));
            }
            push(tocsin, streams.append("]}").toString());
        }
    }

    private static String lines(int push) {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < LINES_PER_PUSH; i++) {
            values.append(i == 0 ? "" : ",")
                    .append("[\"")
                    .append(now() + i)
                    .append("\",\"GET /api/v1/documents/4711 200 12ms trace=0123456789abcdef msg=served ")
                    .append(push * LINES_PER_PUSH + i)
                    .append("\"]");
        }
        return "{\"streams\":[" + stream("job", "flood", values.toString()) + "]}";
    }

    private static String line(String label, String value, String line) {
        return "{\"streams\":[" + stream(label, value, "[\"" + now() + "\",\"" + line + "\"]") + "]}";
    }

    private static String stream(String label, String value, String values) {
        return "{\"stream\":{\"" + label + "\":\"" + value + "\"},\"values\":[" + values + "]}";
    }

    private static long now() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    private int push(TocsinProcess tocsin, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(tocsin.uri("/loki/api/v1/push"))
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        answers.merge(status, 1L, Long::sum);
        return status;
    }

    private String get(TocsinProcess tocsin, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(tocsin.uri(path))
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static double counter(String metrics, String name) {
        return Arrays.stream(metrics.split("\n"))
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    /** The most that the process ever had. */
    private static long residentMegabytes(TocsinProcess tocsin) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + tocsin.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024;
    }
}
