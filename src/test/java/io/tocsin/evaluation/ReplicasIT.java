package io.tocsin.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.PostgresServer;
import io.tocsin.RunningTocsin;
import io.tocsin.TocsinProcess;
import io.tocsin.alert.store.StoredEvaluations;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two real processes on one PostgreSQL, of which one is killed. */
class ReplicasIT {

    private static final int GROUPS = 8;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    private Path home;

    @Test
    void sharesTheGroupsAndTakesOverThoseOfAKilledReplica() throws Exception {
        String url = PostgresServer.newDatabase();
        JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
        try (LokiStandIn loki = new LokiStandIn((query, at) -> 7)) {
            Map<String, String> environment = environment(url, loki);
            TocsinProcess first = TocsinProcess.start(folder("first"), TocsinProcess.freePort(), environment);
            try (TocsinProcess second = TocsinProcess.start(folder("second"), TocsinProcess.freePort(), environment)) {
                await().atMost(LIMIT)
                        .until(() -> evaluations(jdbc) > 5 * GROUPS && slots(first) > GROUPS && slots(second) > GROUPS);

                first.kill();
                OffsetDateTime afterKill = OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(4);
                await().atMost(LIMIT).until(() -> groupsBefore(jdbc, afterKill) == 0);
            } finally {
                first.close();
            }
        }

        StoredEvaluations stored = new StoredEvaluations(jdbc);
        assertThat(stored.countDoubled())
                .as("slots evaluated twice with effect")
                .isZero();
        assertThat(stored.byAlert()).hasSize(GROUPS).allSatisfy((alert, evaluations) -> {
            List<Instant> slots = StoredEvaluations.answered(evaluations).stream()
                    .map(evaluation -> evaluation.result().slot())
                    .sorted()
                    .toList();
            assertThat(Duration.between(slots.get(0), slots.get(slots.size() - 1))
                                    .toSeconds()
                            + 1)
                    .as("each slot of %s was evaluated by somebody", alert)
                    .isEqualTo(slots.size());
        });
        assertThat(jdbc.sql("select alert_name from alert_event")
                        .query(String.class)
                        .list())
                .hasSize(GROUPS)
                .doesNotHaveDuplicates();
    }

    private Map<String, String> environment(String url, LokiStandIn loki) throws Exception {
        return Map.of(
                "TOCSIN_DB_URL",
                url,
                "TOCSIN_DB_USER",
                "postgres",
                "TOCSIN_LOKI_URL",
                loki.url(),
                "TOCSIN_RULES_DIR",
                rules().toString());
    }

    private Path folder(String name) throws Exception {
        return Files.createDirectories(home.resolve(name));
    }

    private Path rules() throws Exception {
        Path rules = folder("rules");
        for (int group = 0; group < GROUPS; group++) {
            Files.writeString(rules.resolve("group" + group + ".yml"), """
                    groups:
                      - name: g
                        interval: 1s
                        rules:
                          - alert: alert%d
                            expr: sum by (host) (count_over_time({job="job%d"}[1s]))
                            condition: "> 0"
                    """.formatted(group, group));
        }
        return rules;
    }

    private static long evaluations(JdbcClient jdbc) {
        return new StoredEvaluations(jdbc).count();
    }

    /** Groups that are not done with all slots until then. */
    private static long groupsBefore(JdbcClient jdbc, OffsetDateTime then) {
        return jdbc.sql("select count(*) from group_cursor where slot < :then")
                .param("then", then)
                .query(Long.class)
                .single();
    }

    /** How many slots a process has evaluated itself. */
    private static double slots(TocsinProcess process) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(process.uri("/actuator/prometheus"))
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .timeout(Duration.ofSeconds(60))
                .build();
        String metrics = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("tocsin_slots_total{outcome=\"live\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
