package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

/** The whole way of a datum: a pushed line becomes a message in Slack and in Discord, and a resolved one later. */
class FirstAlertIT {

    private static final String HOSTILE_LINE = "ERROR <!channel> @everyone [x](http://evil) </script> \"한글\"";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path home;

    @Test
    void tellsSlackAndDiscordOfALineAndOfItsEnd() throws Exception {
        try (SlackStandIn slack = new SlackStandIn();
                DiscordStandIn discord = new DiscordStandIn()) {
            writeConfiguration(slack, discord);
            Map<String, String> settings = Map.of(
                    "tocsin.allowed-webhook-hosts", "127.0.0.1:" + slack.port() + ",127.0.0.1:" + discord.port());
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
            }
        }
    }

    private static String body(StandIn service, int index) {
        await().atMost(Duration.ofSeconds(40)).until(() -> service.accepted().size() > index);
        return service.accepted().get(index).body().toString();
    }

    private static String json(RunningTocsin tocsin, String path) {
        return String.valueOf(WebTestClient.bindToServer()
                .baseUrl(tocsin.uri("").toString())
                .defaultHeaders(headers -> headers.setBearerAuth(RunningTocsin.API_TOKEN))
                .build()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private static void push(RunningTocsin tocsin, String line) {
        String now = System.currentTimeMillis() + "000000";
        Map<String, Object> stream =
                Map.of("stream", Map.of("job", "ocr", "host", "server1"), "values", List.of(List.of(now, line)));
        WebTestClient.bindToServer()
                .baseUrl(tocsin.uri("").toString())
                .build()
                .post()
                .uri("/loki/api/v1/push")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(Map.of("streams", List.of(stream))))
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    private void writeConfiguration(SlackStandIn slack, DiscordStandIn discord) throws Exception {
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("rules/ocr.yaml"), """
                groups:
                  - name: ocr
                    interval: 2s
                    rules:
                      - alert: ocr_alert
                        expr: (sum by (job, host) (count_over_time({job="ocr"} |= "ERROR" [4s]))) or vector(0)
                        condition: "> 0"
                        contact_points: [slack, discord]
                        labels: {severity: critical}
                        annotations:
                          summary: "OCR 서비스 ERROR 발생"
                          description: "OCR 서비스에서 ERROR 로그가 {{value}} 건 감지되었습니다. ({{labels.host}})"
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
                route: {receiver: slack, group_wait: 1s, group_interval: 1s}
                """);
    }
}
