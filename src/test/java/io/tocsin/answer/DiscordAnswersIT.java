package io.tocsin.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.access.Role;
import io.tocsin.access.User;
import io.tocsin.access.store.Users;
import io.tocsin.contactpoint.answer.AnswerSockets;
import io.tocsin.silence.Silence;
import io.tocsin.silence.store.SilenceStore;
import io.tocsin.standin.DiscordGatewayStandIn;
import io.tocsin.standin.DiscordInteractions;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackInteractions;
import io.tocsin.standin.SlackStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers from Discord, over its gateway and over signed requests, and log lines in both chats. */
class DiscordAnswersIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ANN = "4001";
    private static final String STRANGER = "4002";

    @TempDir
    static Path home;

    private static SlackStandIn slack;
    private static DiscordStandIn discord;
    private static RunningTocsin tocsin;

    @BeforeAll
    static void start() throws Exception {
        slack = new SlackStandIn();
        discord = new DiscordStandIn();
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("rules/ocr.yaml"), """
                groups:
                  - name: ocr
                    interval: 2s
                    rules:
                      - alert: ocr_alert
                        expr: sum by (host) (count_over_time({job="ocr"} |= "ERROR" [10m])) > 0
                        contact_points: [slack, discord]
                        annotations: {summary: "OCR of {{labels.host}}"}
                """);
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - name: discord
                    type: discord
                    settings: {url: "%s", bot_token: "%s", public_key: "%s", people: {"%s": ann}}
                  - name: slack
                    type: slack_bot
                    settings: {token: "%s", channel: "%s", api_url: "%s", app_token: "%s", people: {U0ANN: ann}}
                """.formatted(
                        discord.webhookUrl(),
                        DiscordInteractions.BOT_TOKEN,
                        discord.interactions().publicKey(),
                        ANN,
                        SlackStandIn.TOKEN,
                        SlackStandIn.CHANNEL,
                        slack.apiUrl(),
                        SlackInteractions.APP_TOKEN));
        Files.writeString(
                home.resolve("policies.yml"),
                "route: {receiver: discord, group_by: [alertname, host], group_wait: 0s, group_interval: 1s}\n");
        tocsin = RunningTocsin.start(
                home,
                Map.of(
                        "tocsin.allowed-webhook-hosts",
                        "127.0.0.1:" + slack.port() + ",127.0.0.1:" + discord.port()
                                + ",127.0.0.1:" + gateway().port() + ",127.0.0.1:"
                                + slack.interactions().socket().port()));
        tocsin.bean(Users.class).insert(new User("ann", "x", Role.RESPONDER, Instant.now()));
        await().atMost(LONG).until(() -> gateway().identified() == 1);
    }

    private static DiscordGatewayStandIn gateway() {
        return discord.interactions().gateway();
    }

    @AfterAll
    static void stop() {
        tocsin.close();
        slack.close();
        discord.close();
    }

    @AfterEach
    void nothingWasAgainstTheRules() {
        // An interaction that is told twice is answered once.
        assertThat(discord.refused()).allMatch(refused -> refused.contains("40060"));
        assertThat(discord.interactions().broken()).isEmpty();
        assertThat(gateway().broken()).isEmpty();
    }

    @Test
    void whoPressesHasTheAlertInHandAndAllSeeIt() {
        String id = fire("a1");
        JsonNode press = discord.interactions().press(id, "ack", ANN);

        gateway().send(press);
        // The gateway may tell the same twice, when a session is resumed.
        gateway().send(press);

        assertThat(told(press, false)).contains("You have this alert in hand");
        assertThat(silences("a1")).singleElement().satisfies(silence -> {
            assertThat(silence.author()).isEqualTo("ann");
            assertThat(silence.isAcknowledgement()).isTrue();
        });
        await().atMost(LONG).until(() -> discord.messages().get(id).toString().contains("by ann"));
        assertThat(DiscordInteractions.button(discord.messages().get(id), "ack"))
                .isEmpty();
        assertThat(DiscordInteractions.button(discord.messages().get(id), "why"))
                .isPresent();
    }

    @Test
    void takesSignedRequestsAndNoOthers() {
        String id = fire("a2");
        JsonNode press = discord.interactions().press(id, "silence-1h", ANN);
        String body = press.toString();
        long now = Instant.now().getEpochSecond();
        String good = discord.interactions().sign(now, body);

        assertThat(post(body, now, "00".repeat(64)).getStatus().value()).isEqualTo(401);
        assertThat(post(body, now, "zz").getStatus().value()).isEqualTo(401);
        assertThat(post(body + " ", now, good).getStatus().value()).isEqualTo(401);
        assertThat(post(body, now - 301, discord.interactions().sign(now - 301, body))
                        .getStatus()
                        .value())
                .isEqualTo(401);
        assertThat(silences("a2")).isEmpty();
        String ping = discord.interactions().ping().toString();
        assertThat(JSON.readTree(
                        post(ping, now, discord.interactions().sign(now, ping)).getResponseBody()))
                .isEqualTo(JSON.readTree("{\"type\":1}"));

        EntityExchangeResult<byte[]> answer = post(body, now, good);
        assertThat(answer.getStatus().value()).isEqualTo(200);
        discord.interactions().answeredDirectly(press, JSON.readTree(answer.getResponseBody()));

        assertThat(told(press, false)).contains("Silenced until");
        assertThat(silences("a2")).hasSize(1);
    }

    @Test
    void refusesAStrangerAndTellsWhyAndTheLinesToAll() {
        String id = fire("a3");
        JsonNode byStranger = discord.interactions().press(id, "ack", STRANGER);
        gateway().send(byStranger);
        assertThat(told(byStranger, false)).contains("does not know you", STRANGER, "people");
        assertThat(silences("a3")).isEmpty();

        JsonNode why = discord.interactions().press(id, "why", ANN);
        gateway().send(why);
        assertThat(told(why, true)).contains("joined a notification group", "told as firing", "count_over_time");

        JsonNode lines = discord.interactions().press(id, "lines", ANN);
        gateway().send(lines);
        assertThat(told(lines, true)).contains("ERROR line of a3", "```");

        JsonNode typed = discord.interactions().command("alerts {host=\"a3\"}", ANN);
        gateway().send(typed);
        assertThat(told(typed, false)).contains("One alert fires", "a3");

        String ts = await().atMost(LONG)
                .until(
                        () -> slack.messages().entrySet().stream()
                                .filter(entry -> entry.getValue().toString().contains("OCR of a3"))
                                .map(Map.Entry::getKey)
                                .findFirst()
                                .orElse(""),
                        found -> !found.isEmpty());
        slack.interactions().socket().send("interactive", slack.interactions().press(ts, "tocsin-lines", "U0ANN"));
        await().atMost(LONG)
                .until(() -> slack.interactions().replies().stream()
                        .anyMatch(reply -> reply.path("thread_ts").asString("").equals(ts)
                                && reply.toString().contains("ERROR line of a3")));
        assertThat(slack.refused()).isEmpty();
    }

    @Test
    void resumesWhatItMissedAndBeginsAnewWhenTheSessionIsOver() {
        String id = fire("a4");
        int before = gateway().resumed();
        JsonNode missed = discord.interactions().press(id, "why", ANN);
        gateway().cutAll();
        gateway().send(missed);
        assertThat(told(missed, true)).contains("OCR of a4", "told as firing");
        assertThat(gateway().resumed()).isGreaterThan(before);

        int resumed = gateway().resumed();
        gateway().askToReconnect();
        await().atMost(LONG).until(() -> gateway().resumed() > resumed);

        int again = gateway().resumed();
        gateway().answerHeartbeats(false);
        await().atMost(LONG).until(() -> gateway().resumed() > again);
        gateway().answerHeartbeats(true);

        int identified = gateway().identified();
        gateway().endSessions();
        await().atMost(LONG).until(() -> gateway().identified() > identified);
        await().atMost(LONG)
                .until(() -> tocsin.bean(AnswerSockets.class).apps().stream()
                        .allMatch(app -> app.health().isConnected()));
        assertThat(statusPage()).contains("id=\"answers\"", "연결됨").doesNotContain("연결 안 됨");
    }

    private static String statusPage() {
        return tocsin.client()
                .get()
                .uri("/status")
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .header("Accept-Language", "ko")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    private static EntityExchangeResult<byte[]> post(String body, long timestamp, String signature) {
        return tocsin.client()
                .post()
                .uri("/discord/interactions")
                .contentType(MediaType.APPLICATION_JSON)
                .header("X-Signature-Timestamp", Long.toString(timestamp))
                .header("X-Signature-Ed25519", signature)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static String fire(String host) {
        tocsin.push(Map.of("job", "ocr", "host", host), Instant.now(), List.of("ERROR line of " + host));
        return await().atMost(LONG)
                .until(
                        () -> discord.messages().entrySet().stream()
                                .filter(entry -> entry.getValue().toString().contains("OCR of " + host))
                                .map(Map.Entry::getKey)
                                .findFirst()
                                .orElse(""),
                        id -> !id.isEmpty());
    }

    private static String told(JsonNode interaction, boolean isForAll) {
        String token = interaction.path("token").asString("");
        return await().atMost(LONG)
                .until(
                        () -> discord.interactions().answers().stream()
                                .filter(answer -> answer.token().equals(token) && answer.isForAll() == isForAll)
                                .map(DiscordInteractions.DiscordAnswer::text)
                                .findFirst()
                                .orElse(""),
                        text -> !text.isEmpty());
    }

    private static List<Silence> silences(String host) {
        return tocsin.bean(SilenceStore.class).findUnexpired(Instant.now()).stream()
                .filter(silence -> silence.matchers().toString().contains("\"" + host + "\""))
                .toList();
    }
}
