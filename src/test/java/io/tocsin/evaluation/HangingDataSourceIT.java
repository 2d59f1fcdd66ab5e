package io.tocsin.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.StoredEvaluations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A data source that takes connections and never answers, with more groups than there are threads. */
class HangingDataSourceIT {

    private static final int HANGING_GROUPS = 40;
    private static final int OTHER_GROUPS = 5;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    private Path home;

    /** Accepts and says nothing. */
    private static final class HangingServer implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        private HangingServer() throws IOException {
            Thread thread = new Thread(this::accept, "hanging-server");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (!server.isClosed()) {
                    open.add(server.accept());
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        private String url() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void doesNotDelayTheGroupsOfOtherDataSources() throws Exception {
        Path rules = Files.createDirectories(home.resolve("rules"));
        try (HangingServer hanging = new HangingServer();
                LokiStandIn loki = new LokiStandIn((query, at) -> 7)) {
            Files.writeString(home.resolve("datasources.yml"), """
                    datasources:
                      - {name: default, type: loki, url: "%s"}
                      - {name: hanging, type: loki, url: "%s", timeout: 10m}
                    """.formatted(loki.url(), hanging.url()));
            for (int i = 0; i < HANGING_GROUPS; i++) {
                write(rules, "hanging" + i, "hanging");
            }
            for (int i = 0; i < OTHER_GROUPS; i++) {
                write(rules, "other" + i, "default");
            }
            try (RunningTocsin tocsin = RunningTocsin.start(home, Map.of())) {
                JdbcClient jdbc = tocsin.bean(JdbcClient.class);

                // Nobody who waited for the hanging one would have an answer before it gives up, after ten minutes.
                await().atMost(LIMIT)
                        .until(() -> !hanging.open.isEmpty() && ofOthers(jdbc).size() >= 8 * OTHER_GROUPS);

                assertThat(ofOthers(jdbc))
                        .allMatch(evaluation -> evaluation.result().health() == RuleHealth.OK);
                assertThat(count(jdbc, "select count(*) from alert_event where alert_name like 'other%'"))
                        .isEqualTo(OTHER_GROUPS);
                assertThat(count(jdbc, "select count(*) from alert_event where alert_name like 'hanging%'"))
                        .isZero();
                // Whoever waits for its answer need not be waited for at the end.
                hanging.close();
            }
        }
    }

    private static List<EvaluationRecord> ofOthers(JdbcClient jdbc) {
        return new StoredEvaluations(jdbc)
                .byAlert().entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("other"))
                        .flatMap(entry -> entry.getValue().stream())
                        .toList();
    }

    private static void write(Path folder, String name, String dataSource) throws IOException {
        Files.writeString(folder.resolve(name + ".yml"), """
                groups:
                  - name: g
                    interval: 1s
                    datasource: %s
                    rules:
                      - alert: %s
                        expr: sum by (host) (count_over_time({job="a"}[1s]))
                        condition: "> 0"
                """.formatted(dataSource, name));
    }

    private static long count(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
