package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.access.AuditEntry;
import io.tocsin.access.store.AuditLog;
import io.tocsin.evaluation.LokiStandIn;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.standin.FaultyLink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What probes, metrics and programs are told while something of a whole Tocsin is broken. */
class WatchingIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** Well below the thirty seconds that a statement waits for a database that is away. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private static final String RULES = """
            groups:
              - name: ocr
                interval: 1s
                rules:
                  - alert: OcrErrors
                    expr: sum(count_over_time({job="ocr"} |= "ERROR" [1m])) > 1000
            """;

    private static FaultyLink database;
    private static LokiStandIn loki;
    private static RunningTocsin tocsin;
    private static Path rules;

    @BeforeAll
    static void start(@TempDir Path home) throws IOException {
        rules = Files.createDirectories(home.resolve("rules"));
        Files.writeString(rules.resolve("ocr.yml"), RULES);
        URI postgres = URI.create(PostgresServer.newDatabase().substring("jdbc:".length()));
        database = new FaultyLink(postgres.getPort());
        loki = new LokiStandIn((query, at) -> 1);
        tocsin = RunningTocsin.start(
                home,
                Map.of(
                        "tocsin.loki-url",
                        loki.url(),
                        "tocsin.db.url",
                        "jdbc:postgresql://127.0.0.1:" + database.port() + postgres.getPath(),
                        "tocsin.db.user",
                        "postgres"));
    }

    @AfterAll
    static void stop() throws IOException {
        tocsin.close();
        loki.close();
        database.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(tocsin.uri(path))
                .timeout(AT_ONCE)
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What a person sees instead of a page. */
    private static CompletableFuture<String> page(String language) {
        HttpRequest request = HttpRequest.newBuilder(tocsin.uri("/alerts"))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .header("Accept", "text/html")
                .header("Accept-Language", language)
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> response.statusCode() + " " + response.body());
    }

    private static void assertProbes(int readiness, int health, int watched) throws Exception {
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(readiness);
        assertThat(get("/actuator/health").statusCode()).isEqualTo(health);
        assertThat(get("/actuator/health/watched").statusCode()).isEqualTo(watched);
    }

    private static void assertWell() throws Exception {
        assertProbes(200, 200, 200);
        assertThat(get("/actuator/prometheus").body()).contains("tocsin_watching 1.0");
    }

    @Test
    void warnsWhileARuleFileIsBrokenAndStaysInService() throws Exception {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(WatchingIT::assertWell);

        Files.writeString(rules.resolve("broken.yml"), "groups: x");

        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> assertProbes(200, 200, 503));
        assertThat(get("/actuator/health").body())
                .contains("\"status\":\"WARNING\"")
                .contains("rule-file-broken", "broken.yml");
        assertThat(get("/actuator/prometheus").body())
                .contains("tocsin_watching 0.0")
                .contains("tocsin_concerns{code=\"rule-file-broken\",severity=\"unwatched\"} 1.0");
        assertFilesAreInTheAuditLog();
        Files.delete(rules.resolve("broken.yml"));
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(WatchingIT::assertWell);
    }

    /** Who can write the files needs no login, so what they did is found in the log only in this way. */
    private static void assertFilesAreInTheAuditLog() {
        AuditLog entries = tocsin.bean(AuditLog.class);
        FileAudit audit = tocsin.bean(FileAudit.class);
        audit.look();
        audit.look();

        List<AuditEntry> found = entries.find("reload rules", Long.MAX_VALUE, 100);

        assertThat(found.get(0).actor()).isEqualTo("(files)");
        assertThat(found.get(0).object()).isEqualTo(rules.toString());
        assertThat(found.get(0).outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
        assertThat(found.get(0).detail())
                .contains("files=2", "not in force=broken.yml:1:9:")
                .startsWith("hash=");
        FileAudit afterRestart =
                new FileAudit(entries, Clock.systemUTC()).rules(tocsin.bean(RuleCatalog.class), rules.toString());
        afterRestart.look();
        afterRestart.look();
        assertThat(entries.find("reload rules", Long.MAX_VALUE, 100)).hasSameSizeAs(found);
    }

    @Test
    void isOutOfServiceWhileTheDatabaseIsAwayAndGoesOnByItself() throws Exception {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(WatchingIT::assertWell);

        database.refuse();
        database.cutAll();

        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> assertProbes(503, 503, 503));
        assertThat(get("/actuator/health/readiness").body()).contains("database-away");

        CompletableFuture<String> english = page("en");
        CompletableFuture<String> korean = page("ko");
        assertThat(english.get()).startsWith("503").contains("The database does not answer just now");
        assertThat(korean.get()).startsWith("503").contains("데이터베이스가 응답하지 않아");

        database.restore();
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(WatchingIT::assertWell);
    }
}
