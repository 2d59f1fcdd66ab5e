package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.TestDatabase;
import io.tocsin.TocsinProcess;
import io.tocsin.evaluation.LokiStandIn;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills a process with the embedded database again and again while it writes. What it has shown to somebody before it was
 * killed must be there afterwards.
 */
final class DatabaseCrashRun implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ASK_PAUSE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path home;
    private final Random random;
    private final ScriptedRules rules;
    private final LokiStandIn loki;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();
    private final Map<String, Instant> shown = new HashMap<>();

    DatabaseCrashRun(Path home, long seed, ScriptedRules rules) throws IOException {
        this.home = home;
        this.random = new Random(seed);
        this.rules = rules;
        this.loki = new LokiStandIn(rules);
        rules.write(home.resolve("rules"));
    }

    /** Kills it so many times; then lets it catch up, ends it, and judges what is in the database. */
    SlotJudge.Verdict run(int kills) throws Exception {
        TocsinProcess process = start();
        try {
            for (int kill = 1; kill <= kills; kill++) {
                watch(process, Duration.ofMillis(300 + random.nextInt(2_500)));
                process.kill();
                process = start();
                assertNothingShownIsGone(process, kill);
            }
            awaitSlotsOfEveryGroup(process);
        } finally {
            process.close();
        }
        try (TestDatabase database = TestDatabase.h2(home.resolve("data"))) {
            return new SlotJudge(database.client(), rules).judge();
        }
    }

    private TocsinProcess start() throws IOException, InterruptedException {
        return TocsinProcess.start(
                home,
                TocsinProcess.freePort(),
                Map.of(
                        "TOCSIN_LOKI_URL", loki.url(),
                        "TOCSIN_QUERY_OFFSET", "0s",
                        "TOCSIN_RULES_DIR", home.resolve("rules").toString()));
    }

    /** Notes the newest slot that each group shows. */
    private void watch(TocsinProcess process, Duration time) throws IOException, InterruptedException {
        for (long i = 0; i < time.dividedBy(ASK_PAUSE); i++) {
            slots(process).forEach((group, slot) -> shown.merge(group, slot, (a, b) -> a.isAfter(b) ? a : b));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ASK_PAUSE.toMillis()));
        }
    }

    /** Until each of them has evaluated so much that its rules have changed. */
    private void awaitSlotsOfEveryGroup(TocsinProcess process) {
        Instant from = Instant.now();
        await().atMost(PATIENCE).until(() -> {
            Map<String, Instant> slots = slots(process);
            return slots.size() == rules.groups()
                    && slots.values().stream()
                            .allMatch(slot ->
                                    slot.isAfter(from.plus(rules.interval().multipliedBy(6))));
        });
    }

    private void assertNothingShownIsGone(TocsinProcess process, int kill) throws IOException, InterruptedException {
        Map<String, Instant> now = slots(process);
        shown.forEach((group, slot) -> assertThat(now.getOrDefault(group, Instant.MIN))
                .as("newest slot of %s after kill %s", group, kill)
                .isAfterOrEqualTo(slot));
    }

    private Map<String, Instant> slots(TocsinProcess process) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.uri("/api/v1/rules"))
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Map<String, Instant> slots = new HashMap<>();
        for (JsonNode group : JSON.readTree(response.body()).path("data").path("groups")) {
            Instant slot = Instant.parse(group.path("lastEvaluation").asString());
            if (slot.isAfter(Instant.EPOCH)) {
                slots.put(group.path("file").asString(), slot);
            }
        }
        return slots;
    }

    @Override
    public void close() {
        loki.close();
    }
}
