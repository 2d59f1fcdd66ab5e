package io.tocsin.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.packaging.MonitoringFiles;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandIn;
import io.tocsin.tracing.CollectorStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The whole way of a datum: a pushed line becomes a message in Slack and in Discord, and a resolved one later. */
class FirstAlertIT {

    private static final String HOSTILE_LINE = "ERROR <!channel> @everyone [x](http://evil) </script> \"한글\"";
    private static final JsonMapper JSON = new JsonMapper();

    /** They have a row for each thing that waits, or is wrong: WatchingIT and DeliveryContract have some. */
    private static final Set<String> ONLY_WHILE_SOMETHING_IS_WRONG =
            Set.of("tocsin_concerns", "tocsin_deliveries_waiting");

    @TempDir
    Path home;

    @Test
    void tellsSlackAndDiscordOfALineAndOfItsEnd() throws Exception {
        try (SlackStandIn slack = new SlackStandIn();
                DiscordStandIn discord = new DiscordStandIn();
                CollectorStandIn collector = new CollectorStandIn()) {
            writeConfiguration(slack, discord);
            Map<String, String> settings = settings(slack, discord);
            settings.put("tocsin.traces.url", collector.url());
            try (RunningTocsin tocsin = RunningTocsin.start(home, settings)) {
                push(tocsin, HOSTILE_LINE);

                String firing = body(slack, 0);
                assertThat(firing)
                        .contains("[FIRING", "OCR 서비스 ERROR 발생", "1 건 감지되었습니다. (server1)", "`1`")
                        .contains("ERROR &lt;!channel&gt; @everyone [x](http://evil) &lt;/script&gt; \\\"한글\\\"")
                        .doesNotContain("<!channel>");
                String embed = body(discord, 0);
                assertThat(embed)
                        .contains("OCR 서비스 ERROR 발생", "1 건 감지되었습니다.", "\"allowed_mentions\":{\"parse\":[]")
                        .contains("ERROR <!channel> @everyone [x](http://evil) </script> \\\"한글\\\"");

                assertThat(body(slack, 1)).contains("[RESOLVED");
                assertThat(body(discord, 1)).contains("[RESOLVED");
                assertThat(slack.refused()).isEmpty();
                assertThat(discord.refused()).isEmpty();
                assertThat(json(tocsin, "/api/tocsin/v1/deliveries"))
                        .contains("\"state\":\"delivered\"", "\"contactPoint\":\"discord\"", "ocr_alert");
                assertThat(json(tocsin, "/api/tocsin/v1/inbox")).contains("\"items\":[]");
                assertThat(json(tocsin, "/api/v1/rules")).contains("\"name\":\"ocr_alert\"", "\"health\":\"ok\"");
                checkRecorded(tocsin);
                checkOnPush(tocsin, slack);
                checkTraces(collector);
                assertThat(exposed(json(tocsin, "/actuator/prometheus")))
                        .containsAll(without(MonitoringFiles.queried(), ONLY_WHILE_SOMETHING_IS_WRONG));
            }
        }
    }

    /** On a busy machine lines may take longer than a message waits for them otherwise. */
    private static Map<String, String> settings(StandIn slack, StandIn discord) {
        return new HashMap<>(Map.of(
                "tocsin.allowed-webhook-hosts",
                "127.0.0.1:" + slack.port() + ",127.0.0.1:" + discord.port(),
                "tocsin.dispatch.evidence-budget",
                "50s",
                "tocsin.dispatch.claim-duration",
                "60s"));
    }

    /** Issue 9: the next slot is an hour away. */
    private static void checkOnPush(RunningTocsin tocsin, SlackStandIn slack) {
        int before = slack.accepted().size();
        push(tocsin, "payment", "server2", List.of("INFO paid", "FATAL not paid"));

        assertThat(body(slack, before)).contains("[FIRING", "pushed_alert", "FATAL not paid", "`1`");
    }

    /** Issue 14: recording rules beside the alerts, for Prometheus, for Grafana and for Loki's clients. */
    private static void checkRecorded(RunningTocsin tocsin) {
        assertThat(json(tocsin, "/api/tocsin/v1/recorded"))
                .contains("# TYPE ocr:errors:10m gauge\n", "ocr:errors:10m{from=\"tocsin\",host=\"server1\"} 1\n");
        assertThat(json(tocsin, "/prometheus/api/v1/rules?type=record"))
                .contains("\"name\":\"ocr:errors:10m\"", "\"type\":\"recording\"", "\"health\":\"ok\"")
                .doesNotContain("ocr_alert");
        assertThat(json(tocsin, "/api/v1/rules?type=alert")).doesNotContain("ocr:errors:10m");
        assertThat(json(tocsin, "/loki/api/v1/rules"))
                .contains("ocr.yaml:\n", "- name: ocr\n", "- record: ocr:errors:10m\n", "alert: ocr_alert\n");
        assertThat(json(tocsin, "/loki/api/v1/rules/ocr.yaml/ocr")).startsWith("name: ocr\ninterval: 2s\nrules:\n");
        assertThat(json(tocsin, "/rules")).contains("ocr:errors:10m", "id=\"recordings\"");
        assertThat(json(tocsin, "/-/ready")).isEqualTo("OK");
        assertThat(json(tocsin, "/-/healthy")).isEqualTo("OK");
    }

    /** Issue 17: every part of the way is a span, and a question belongs to the work that asks it. */
    private static void checkTraces(CollectorStandIn collector) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> collector.spans("deliver").size() >= 4
                        && !collector.spans("query logs").isEmpty());

        assertThat(collector.wrong()).isEmpty();
        assertThat(collector.spans("deliver"))
                .extracting(span -> span.attributes().get("tocsin.outcome"))
                .containsOnly("delivered");
        assertBelongs(collector, "query", "evaluate");
        assertBelongs(collector, "query logs", "notify");
        assertThat(collector.spans("POST /loki/api/v1/push"))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.attributes()).containsEntry("http.response.status_code", "204"));
    }

    private static void assertBelongs(CollectorStandIn collector, String name, String work) {
        Map<String, String> traces = collector.spans(work).stream()
                .collect(Collectors.toMap(
                        CollectorStandIn.ReceivedSpan::spanId, CollectorStandIn.ReceivedSpan::traceId));
        assertThat(collector.spans(name))
                .as(name)
                .isNotEmpty()
                .anySatisfy(span -> assertThat(traces).containsEntry(span.parentId(), span.traceId()));
    }

    /** Issue 12: what stands in the JSON that arrived, for a trace in one line and for one that an agent sent row by row. */
    @Test
    void tellsTheCausesOfATraceHoweverItWasSent() throws Exception {
        try (SlackStandIn slack = new SlackStandIn();
                DiscordStandIn discord = new DiscordStandIn()) {
            writeConfiguration(slack, discord);
            try (RunningTocsin tocsin = RunningTocsin.start(home, settings(slack, discord))) {
                List<String> rows = trace();
                push(tocsin, "joined", List.of(String.join("\n", rows)));
                push(tocsin, "unjoined", rows);

                for (StandIn service : List.of(slack, discord)) {
                    await().atMost(Duration.ofMinutes(2))
                            .until(() -> service.accepted().size() >= 2);
                    for (String host : List.of("joined", "unjoined")) {
                        String body = service.accepted().stream()
                                .map(accepted -> accepted.body().toString())
                                .filter(text -> text.contains("host=" + host))
                                .findFirst()
                                .orElseThrow();
                        assertThat(body)
                                .as(host + " in " + service.getClass().getSimpleName())
                                .containsSubsequence(
                                        "주문 저장에 실패했습니다. orderId=20261118-0042\\n",
                                        "com.acme.order.OrderSaveException: 주문을 저장할 수 없습니다: orderId=20261118-0042\\n",
                                        "    at com.acme.order.service.OrderService.save(OrderService.java:88)\\n",
                                        "… 7 frames of org.springframework, jakarta\\n",
                                        "    at com.acme.order.web.OrderController.create(OrderController.java:41)\\n",
                                        "Caused by: org.springframework.dao.DataAccessResourceFailureException: JDBC 연결을",
                                        "    at com.acme.order.service.OrderStore.insert(OrderStore.java:57)\\n",
                                        "Caused by: java.sql.SQLTransientConnectionException: HikariPool-1",
                                        "Caused by: java.net.ConnectException: Connection refused: db-1.prod/10.2.0.7:5432\\n",
                                        "    at com.acme.order.infra.TracingSocketFactory.connect(TracingSocketFactory.java:33)");
                    }
                    assertThat(service.refused()).isEmpty();
                }
                keepPayloads(slack, "slack");
                keepPayloads(discord, "discord");
            }
        }
    }

    /** Forty rows. */
    private static List<String> trace() throws Exception {
        return Files.readString(Path.of("src/test/resources/traces/01-java-logback-three-causes.txt"))
                .lines()
                .filter(row -> !row.isBlank() && !row.startsWith("#! "))
                .toList();
    }

    /** For pictures of them. */
    private static void keepPayloads(StandIn service, String name) throws Exception {
        String folder = System.getProperty("tocsin.payloads", "");
        for (int i = 0; !folder.isEmpty() && i < service.accepted().size(); i++) {
            Files.writeString(
                    Path.of(folder, name + "-" + i + ".json"),
                    service.accepted().get(i).body().toString());
        }
    }

    private static String body(StandIn service, int index) {
        await().atMost(Duration.ofMinutes(2)).until(() -> service.accepted().size() > index);
        return service.accepted().get(index).body().toString();
    }

    private static String json(RunningTocsin tocsin, String path) {
        return String.valueOf(tocsin.clientWithToken()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private static Set<String> without(Set<String> names, Set<String> left) {
        return names.stream().filter(name -> !left.contains(name)).collect(Collectors.toSet());
    }

    /** Names of metrics that have a sample. */
    private static Set<String> exposed(String metrics) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .collect(Collectors.toSet());
    }

    private static void push(RunningTocsin tocsin, String line) {
        push(tocsin, "server1", List.of(line));
    }

    private static void push(RunningTocsin tocsin, String host, List<String> lines) {
        push(tocsin, "ocr", host, lines);
    }

    private static void push(RunningTocsin tocsin, String job, String host, List<String> lines) {
        tocsin.push(Map.of("job", job, "host", host), Instant.now(), lines);
    }

    private void writeConfiguration(SlackStandIn slack, DiscordStandIn discord) throws Exception {
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("rules/ocr.yaml"), """
                groups:
                  - name: ocr
                    interval: 2s
                    rules:
                      - record: ocr:errors:10m
                        expr: sum by (host) (count_over_time({job="ocr"} |= "ERROR" [10m]))
                        labels: {from: tocsin}
                      - alert: ocr_alert
                        expr: (sum by (job, host) (count_over_time({job="ocr"} |= "ERROR" [20s]))) or vector(0)
                        condition: "> 0"
                        contact_points: [slack, discord]
                        evidence: {after: 5}
                        labels: {severity: critical}
                        annotations:
                          summary: "OCR 서비스 ERROR 발생"
                          description: "OCR 서비스에서 ERROR 로그가 {{value}} 건 감지되었습니다. ({{labels.host}})"
                """);
        Files.writeString(home.resolve("rules/pushed.yaml"), """
                groups:
                  - name: pushed
                    interval: 1h
                    on_push: true
                    rules:
                      - alert: pushed_alert
                        expr: sum by (host) (count_over_time({job="payment"} |= "FATAL" [5m]))
                        condition: "> 0"
                        contact_points: [slack]
                """);
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - name: slack
                    type: slack
                    settings: {url: "%s"}
                  - name: discord
                    type: discord
                    settings: {url: "%s"}
                """.formatted(slack.webhookUrl(), discord.webhookUrl()));
        Files.writeString(home.resolve("policies.yml"), """
                route: {receiver: slack, group_by: [alertname, host], group_wait: 1s, group_interval: 1s}
                """);
    }
}
