package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.TocsinProcess;
import io.tocsin.evaluation.LokiStandIn;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More series than anybody wants to be told of, all at once and all gone again, in a process of 192 MB of heap: what is
 * beyond the limit is one alert that says how many it stands for, everything is told to have ended, and pages answer.
 */
class AlertFloodIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int SOME_ALERTS = 3;
    private static final List<String> PAGES =
            List.of("/", "/alerts", "/rules", "/status", "/deliveries", "/wallboard", "/silences");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path home;

    @Test
    void tellsOfAFewHundredAlertsAndOfHowManyMoreThereAre() throws Exception {
        flood(2_000, 300, Duration.ofMinutes(1));
    }

    @Test
    @Tag("soak")
    void tellsOfTenThousandAlertsAndOfHowManyMoreThereAre() throws Exception {
        flood(50_000, 0, Duration.ofSeconds(1));
    }

    /** @param limit of the group; 0: none */
    private void flood(int series, int limit, Duration slowestPage) throws Exception {
        int told = limit == 0 ? 10_000 : limit;
        try (LokiStandIn loki = new LokiStandIn((query, at) -> 1);
                ChaosReceiver receiver = new ChaosReceiver(1)) {
            loki.answerSeries(SOME_ALERTS);
            write("rules/flood.yml", """
                    groups:
                      - name: flood
                        interval: 5s
                        limit: %d
                        rules:
                          - alert: Flood
                            expr: sum by (host) (count_over_time({job="flood"}[1m]))
                            condition: "> 0"
                    """.formatted(limit));
            write("contact-points.yml", """
                    contact_points:
                      - {name: receiver, type: webhook, settings: {url: "http://127.0.0.1:%d/"}}
                    """.formatted(receiver.port()));
            Map<String, String> environment = Map.of(
                    "TOCSIN_LOKI_URL", loki.url(),
                    "TOCSIN_QUERY_OFFSET", "0s",
                    "TOCSIN_RULES_DIR", home.resolve("rules").toString(),
                    "TOCSIN_CONTACT_POINTS_FILE",
                            home.resolve("contact-points.yml").toString(),
                    "TOCSIN_ALLOWED_WEBHOOK_HOSTS", "127.0.0.1:" + receiver.port());
            try (TocsinProcess tocsin = TocsinProcess.start(home, TocsinProcess.freePort(), environment)) {
                awaitText(tocsin, "/alerts", "server" + SOME_ALERTS);
                slowestOf(tocsin); // The first visit of each page compiles it.

                loki.answerSeries(series);
                awaitText(
                        tocsin,
                        "/actuator/prometheus",
                        "tocsin_series_folded " + (double) (series - told),
                        "tocsin_concerns{code=\"series-folded\",severity=\"notice\"} 1.0");
                assertThat(rulePage(tocsin)).contains("more series are active than the limit of");
                Duration slowest = slowestOf(tocsin);
                // What ends before people are told of it is told at once with its end.
                awaitText(tocsin, "/api/tocsin/v1/deliveries", "first_notification");

                loki.answerSeries(0);
                awaitText(tocsin, "/alerts", "No alerts firing");
                awaitText(tocsin, "/api/tocsin/v1/deliveries", "all_resolved");
                long resident = residentMegabytes(tocsin);
                System.out.printf(
                        "alert flood: %d series, slowest page %s, %d MB resident at most%n", series, slowest, resident);
                assertThat(slowest).isLessThan(slowestPage);
                assertThat(resident).isLessThan(192 * 13 / 10 + 200);
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void awaitText(TocsinProcess tocsin, String path, String... texts) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get(tocsin, path)).contains(texts));
    }

    private Duration slowestOf(TocsinProcess tocsin) throws Exception {
        Duration slowest = Duration.ZERO;
        for (String page : PAGES) {
            long start = System.nanoTime();
            get(tocsin, page);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        return slowest;
    }

    private String rulePage(TocsinProcess tocsin) throws Exception {
        String link = get(tocsin, "/rules").split("href=\"/rules/")[1].split("\"")[0];
        return get(tocsin, "/rules/" + link);
    }

    private String get(TocsinProcess tocsin, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(tocsin.uri(path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .header("Accept-Language", "en")
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
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
