package io.tocsin.database.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.alert.store.StoredEvaluations;
import io.tocsin.evaluation.LokiStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole application, with the scheduler's own threads, while its clock is set. */
class ClockStepIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path home;

    @Test
    void goesOnWithinSecondsWhenTheClockIsSetBackByAnHour() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("rules")).resolve("a.yml"), """
                groups:
                  - name: g
                    interval: 1s
                    rules:
                      - alert: always
                        expr: sum by (host) (count_over_time({job="a"}[1s]))
                        condition: "> 0"
                """);
        try (LokiStandIn loki = new LokiStandIn((query, at) -> 7);
                RunningTocsin tocsin = RunningTocsin.start(home, Map.of("tocsin.loki-url", loki.url()))) {
            JdbcClient jdbc = tocsin.bean(JdbcClient.class);
            await().atMost(LIMIT).until(() -> evaluations(jdbc) >= 3);

            SharedClock clock = tocsin.bean(SharedClock.class);
            clock.follow(clock.instant().minus(Duration.ofHours(1)), clock.nanos(), Duration.ZERO);
            long before = evaluations(jdbc);

            await().atMost(LIMIT).until(() -> evaluations(jdbc) >= before + 5);
            assertThat(jdbc.sql("select cause from service_gap")
                            .query(String.class)
                            .list())
                    .containsExactly("CLOCK_BACK");
        }
    }

    private static long evaluations(JdbcClient jdbc) {
        return new StoredEvaluations(jdbc).count();
    }
}
