package io.tocsin.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.database.ProbeRow;
import io.tocsin.evaluation.LokiStandIn;
import io.tocsin.evaluation.status.EvaluationProgress;
import io.tocsin.task.RepeatedWork;
import io.tocsin.task.TaskWatch;
import io.tocsin.watch.Watching;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A whole Tocsin that tells another service that it works. */
class HeartbeatIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path home;

    @Test
    void beatsWhileEverythingWorksAndTheWatchdogIsDelivered() throws Exception {
        try (MockWebServer service = new MockWebServer();
                LokiStandIn loki = new LokiStandIn((query, at) -> 1)) {
            service.start();
            for (int i = 0; i < 100; i++) {
                service.enqueue(new MockResponse.Builder().code(200).build());
            }
            String url = "http://" + service.getHostName() + ":" + service.getPort() + "/ping/{replica}";
            try (RunningTocsin tocsin = RunningTocsin.start(
                    home,
                    Map.of(
                            "tocsin.loki-url",
                            loki.url(),
                            "tocsin.heartbeat.url",
                            url,
                            "tocsin.heartbeat.interval",
                            "5s",
                            "tocsin.watchdog",
                            "true"))) {

                assertThat(service.takeRequest(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .isNotNull();
                await().atMost(LIMIT)
                        .until(() -> tocsin.bean(JdbcClient.class)
                                        .sql(
                                                "select count(*) from delivery where state = 'DELIVERED' and message like '%Watchdog%'")
                                        .query(Integer.class)
                                        .single()
                                > 0);
                assertThat(tocsin.bean(TaskWatch.class).tasks())
                        .extracting(RepeatedWork::name)
                        .containsAll(Vitals.LOOPS);

                // On a busy machine a slot may be late just now.
                await().atMost(LIMIT).until(() -> vitals(tocsin).trouble().isEmpty());
                tocsin.bean(JdbcClient.class).sql("drop table heartbeat_probe").update();
                assertThat(vitals(tocsin).trouble().orElseThrow()).contains("database");
            }
        }
    }

    private static Vitals vitals(RunningTocsin tocsin) {
        return new Vitals(
                tocsin.bean(Watching.class),
                tocsin.bean(TaskWatch.class),
                tocsin.bean(EvaluationProgress.class),
                tocsin.bean(ProbeRow.class),
                "test",
                tocsin.bean(Clock.class));
    }
}
