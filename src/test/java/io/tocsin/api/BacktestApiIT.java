package io.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A backtest over lines that were pushed into the embedded log store, from request to message. */
class BacktestApiIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "/api/tocsin/v1/backtest";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private static final String RULES = """
            groups:
              - name: jobs
                interval: 1m
                rules:
                  - alert: OcrErrors
                    expr: sum by (host) (count_over_time({job="ocr"} |= "ERROR" [1m]))
                    condition: "> 2"
                    labels: {severity: critical}
                    annotations: {summary: "{{value}} errors on {{labels.host}}"}
                  - alert: Quiet
                    expr: sum(count_over_time({job="ocr"} |= "PANIC" [1m]))
                    paused: true
            """;

    @TempDir
    static Path home;

    private static RunningTocsin tocsin;
    private static WebTestClient client;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("rules")).resolve("jobs.yml"), RULES);
        tocsin = RunningTocsin.start(home, Map.of());
        client = WebTestClient.bindToServer()
                .baseUrl(tocsin.uri("").toString())
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + RunningTocsin.API_TOKEN)
                .build();
        pushBurst(NOW.minus(Duration.ofMinutes(40)), 5);
        pushBurst(NOW.minus(Duration.ofMinutes(20)), 4);
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    private static void pushBurst(Instant at, int lines) {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            values.append(i == 0 ? "" : ",")
                    .append("[\"%d\",\"ERROR page %d\"]".formatted(at.toEpochMilli() * 1_000_000L + i, i));
        }
        client.post()
                .uri("/loki/api/v1/push")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"streams\":[{\"stream\":{\"job\":\"ocr\",\"host\":\"s1\"},\"values\":[" + values + "]}]}")
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    private static WebTestClient.ResponseSpec post(Map<String, String> body) {
        return client.post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(body))
                .exchange();
    }

    private static JsonNode get(String id) {
        return JSON.readTree(client.get()
                .uri(PATH + "/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private static JsonNode awaitEnd(WebTestClient.ResponseSpec begun) throws InterruptedException {
        String answer = begun.expectStatus()
                .isAccepted()
                .expectHeader()
                .valueMatches(HttpHeaders.LOCATION, PATH + "/[0-9a-f-]{36}")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        String id = JSON.readTree(answer).get("id").asString();
        Instant deadline = Instant.now().plusSeconds(30);
        JsonNode job = get(id);
        while (job.get("finishedAt").isNull() && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(500_000);
            job = get(id);
        }
        return job;
    }

    @Test
    void tellsWhatARuleTextWouldHaveDone() throws InterruptedException {
        JsonNode job = awaitEnd(post(Map.of(
                "rules", RULES,
                "start", NOW.minus(Duration.ofHours(1)).toString(),
                "end", NOW.minus(Duration.ofMinutes(2)).toString())));

        assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("done");
        assertThat(job.get("progress").asDouble()).isEqualTo(1);
        JsonNode result = job.get("result");
        assertThat(result.get("slots").asInt()).isEqualTo(58);
        assertThat(result.get("firingCount").asInt()).isEqualTo(2);
        JsonNode firing = result.get("firings").get(0);
        assertThat(firing.get("rule").asString()).isEqualTo("OcrErrors");
        assertThat(firing.get("value").asDouble()).isEqualTo(5);
        assertThat(firing.get("labels").get("host").asString()).isEqualTo("s1");
        assertThat(firing.get("annotations").get("summary").asString()).isEqualTo("5 errors on s1");
        assertThat(Duration.between(
                        Instant.parse(firing.get("firedAt").asString()),
                        Instant.parse(firing.get("resolvedAt").asString())))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(result.get("notificationCount").asInt()).isEqualTo(4);
        assertThat(result.get("notifications").get(0).get("reason").asString()).isEqualTo("FIRST_NOTIFICATION");
        assertThat(result.get("largestStorm").get("notifications").asInt()).isEqualTo(2);
        assertThat(result.get("message").get("payload").asString()).contains("5 errors on s1");
        assertThat(result.get("bytesScanned").asLong()).isPositive();
        assertThat(result.get("failures").isEmpty()).isTrue();
    }

    @Test
    void triesOneLoadedRule() throws InterruptedException {
        JsonNode job = awaitEnd(post(Map.of("file", "jobs.yml", "group", "jobs", "rule", "OcrErrors")));

        assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("done");
        assertThat(job.get("result").get("firingCount").asInt()).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithTheRules() {
        post(Map.of("rules", "groups:\n  - name: g\n    rules:\n      - {alert: A, expr: 'sum('}\n"))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).startsWith("backtest.yml:4:"));
    }

    @Test
    void refusesAPeriodThatIsTooLongOrNotOver() {
        post(Map.of("rules", RULES, "start", NOW.minus(Duration.ofDays(31)).toString()))
                .expectStatus()
                .isBadRequest();
        post(Map.of("rules", RULES, "end", NOW.plus(Duration.ofHours(1)).toString()))
                .expectStatus()
                .isBadRequest();
        post(Map.of("rules", RULES, "start", "yesterday")).expectStatus().isBadRequest();
        post(Map.of("rules", RULES, "datasource", "nowhere")).expectStatus().isBadRequest();
        post(Map.of("file", "other.yml", "group", "g")).expectStatus().isBadRequest();
    }

    @Test
    void anUnknownJobIsNotFound() {
        client.get().uri(PATH + "/nothing").exchange().expectStatus().isNotFound();
        client.delete().uri(PATH + "/nothing").exchange().expectStatus().isNotFound();
    }

    @Test
    void needsALogin() {
        WebTestClient.bindToServer()
                .baseUrl(tocsin.uri("").toString())
                .build()
                .get()
                .uri(PATH)
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }
}
