package io.tocsin.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import io.tocsin.RunningTocsin;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.alert.store.StoredEvaluations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The application with the scheduler's own threads and real time. */
class SchedulingIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path home;

    @Test
    void evaluatesEverySlotAndFollowsTheRuleFiles() throws Exception {
        Path rules = Files.createDirectories(home.resolve("rules"));
        write(rules, "first.yml", "first");
        try (LokiStandIn loki = new LokiStandIn((query, at) -> 7);
                RunningTocsin tocsin = RunningTocsin.start(home, Map.of("tocsin.loki-url", loki.url()))) {
            JdbcClient jdbc = tocsin.bean(JdbcClient.class);
            await().atMost(LIMIT).until(() -> evaluations(jdbc) >= 5);
            assertThat(duplicates(jdbc)).isZero();
            assertThat(tocsin.bean(RuleRecords.class).findAll())
                    .allSatisfy(rule -> assertThat(rule.newest().health()).isEqualTo(RuleHealth.OK));

            write(rules, "second.yml", "second");
            await().atMost(LIMIT).until(() -> names(jdbc, "FIRED").contains("second"));

            Files.delete(rules.resolve("first.yml"));
            await().atMost(LIMIT).until(() -> names(jdbc, "RESOLVED").contains("first"));
            assertThat(jdbc.sql("select reason from alert_event where kind = 'RESOLVED'")
                            .query(String.class)
                            .list())
                    .containsExactly(ResolveReason.RULE_REMOVED.name());
            await().atMost(LIMIT)
                    .until(() ->
                            tocsin.bean(SchedulerClient.class).getScheduledExecutionsForTask("evaluate-group").stream()
                                    .map(execution ->
                                            execution.getTaskInstance().getId())
                                    .toList()
                                    .equals(List.of("second.yml:g")));
            assertThat(jdbc.sql("select count(*) from scheduled_tasks")
                            .query(Long.class)
                            .single())
                    .as("what is due is in memory, where no other process can use the database")
                    .isZero();
        }
    }

    private static void write(Path folder, String file, String alert) throws IOException {
        Files.writeString(folder.resolve(file), """
                groups:
                  - name: g
                    interval: 1s
                    rules:
                      - alert: %s
                        expr: sum by (host) (count_over_time({job="%s"}[1s]))
                        condition: "> 0"
                        annotations: {summary: "{{value}} errors"}
                """.formatted(alert, alert));
    }

    private static long evaluations(JdbcClient jdbc) {
        return new StoredEvaluations(jdbc).count();
    }

    private static long duplicates(JdbcClient jdbc) {
        return new StoredEvaluations(jdbc).countDoubled();
    }

    private static List<String> names(JdbcClient jdbc, String kind) {
        return jdbc.sql("select alert_name from alert_event where kind = ?")
                .param(kind)
                .query(String.class)
                .list();
    }
}
