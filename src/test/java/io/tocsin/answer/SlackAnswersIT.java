package io.tocsin.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.PostgresServer;
import io.tocsin.RunningTocsin;
import io.tocsin.access.AuditEntry;
import io.tocsin.access.Role;
import io.tocsin.access.User;
import io.tocsin.access.store.AuditLog;
import io.tocsin.access.store.Users;
import io.tocsin.silence.Silence;
import io.tocsin.silence.store.SilenceStore;
import io.tocsin.standin.SlackInteractions;
import io.tocsin.standin.SlackSocketStandIn;
import io.tocsin.standin.SlackStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers from Slack, over the socket that each of two replicas opens and over signed requests to one of them. */
class SlackAnswersIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String ANN = "U0ANN";
    private static final String BOB = "U0BOB";
    private static final String VIEWER = "U0VIEWER";
    private static final String STRANGER = "U0STRANGER";

    @TempDir
    static Path home;

    private static SlackStandIn slack;
    private static RunningTocsin one;
    private static RunningTocsin two;

    @BeforeAll
    static void start() throws Exception {
        slack = new SlackStandIn();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tocsin.db.url", PostgresServer.newDatabase());
        settings.put("tocsin.db.user", "postgres");
        settings.put(
                "tocsin.allowed-webhook-hosts",
                "127.0.0.1:" + slack.port() + ",127.0.0.1:"
                        + slack.interactions().socket().port());
        one = RunningTocsin.start(configured("one"), settings);
        two = RunningTocsin.start(configured("two"), settings);
        Users users = one.bean(Users.class);
        users.insert(new User("ann@example.com", "x", Role.RESPONDER, Instant.now()));
        users.insert(new User("bob", "x", Role.EDITOR, Instant.now()));
        users.insert(new User("vic@example.com", "x", Role.VIEWER, Instant.now()));
        SlackInteractions people = slack.interactions();
        people.addUser(ANN, "Ann@example.com");
        people.addUser(BOB, "");
        people.addUser(VIEWER, "vic@example.com");
        people.addUser(STRANGER, "ann@example.com", "T9999", ",\"is_stranger\":true");
        await().atMost(LONG).until(() -> people.socket().connections() == 2);
    }

    private static Path configured(String name) throws Exception {
        Path folder = Files.createDirectories(home.resolve(name));
        Files.writeString(folder.resolve("contact-points.yml"), """
                contact_points:
                  - name: ops
                    type: slack_bot
                    settings:
                      token: "%s"
                      channel: "%s"
                      api_url: "%s"
                      app_token: "%s"
                      signing_secret: "%s"
                      people: {%s: bob}
                    language: ko
                    mention: {slack: ["U0ANN"]}
                """.formatted(
                        SlackStandIn.TOKEN,
                        SlackStandIn.CHANNEL,
                        slack.apiUrl(),
                        SlackInteractions.APP_TOKEN,
                        SlackInteractions.SIGNING_SECRET,
                        BOB));
        Files.writeString(
                folder.resolve("policies.yml"),
                "route: {receiver: ops, group_by: [alertname], group_wait: 0s, group_interval: 1s}\n");
        return folder;
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
        slack.close();
    }

    @AfterEach
    void nothingWasAgainstTheRules() {
        assertThat(slack.refused()).isEmpty();
        assertThat(slack.interactions().socket().broken()).isEmpty();
    }

    @Test
    void whoPressesHasTheAlertInHandAndAllSeeIt() {
        String ts = fire("Down", "shop");

        press(ts, "tocsin-ack", ANN);

        assertThat(told(ANN, ts)).contains("담당으로 확인했습니다");
        Silence made = only("Down");
        assertThat(made.author()).isEqualTo("ann@example.com");
        assertThat(made.isAcknowledgement()).isTrue();
        await().atMost(LONG).until(() -> message(ts).contains("ann@example.com"));
        assertThat(SlackInteractions.button(slack.messages().get(ts), "tocsin-ack"))
                .isEmpty();
        assertThat(SlackInteractions.button(slack.messages().get(ts), "tocsin-why"))
                .isPresent();
        assertThat(audit("CHAT acknowledge")).anySatisfy(entry -> {
            assertThat(entry.actor()).isEqualTo("ann@example.com");
            assertThat(entry.object()).startsWith(ANN);
            assertThat(entry.detail()).contains(made.id().value());
            assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.DONE);
        });
    }

    /** Each of the two gets both on a replica of its own, and Slack repeats one of them to both. */
    @Test
    void twoWhoPressAtTheSameMomentAndARepeatedEventActOnce() {
        String ts = fire("Twice", "shop");
        ObjectNode byAnn = slack.interactions().press(ts, "tocsin-ack", ANN);
        ObjectNode byBob = slack.interactions().press(ts, "tocsin-ack", BOB);

        slack.interactions().socket().sendToAll("interactive", byAnn);
        slack.interactions().socket().sendToAll("interactive", byBob);
        slack.interactions().socket().sendToAll("interactive", byAnn);

        await().atMost(LONG).until(() -> acknowledgements(ts).size() >= 2);
        Silence made = only("Twice");
        await().during(Duration.ofMillis(500))
                .atMost(LONG)
                .until(() -> acknowledgements(ts).size() == 2);
        assertThat(acknowledgements(ts))
                .anyMatch(text -> text.contains("담당으로 확인했습니다"))
                .anyMatch(text -> text.contains(made.author() + "님이 이미 담당하고 있습니다"));
        assertThat(one.bean(SilenceStore.class).findUnexpired(Instant.now()).stream()
                        .filter(silence -> silence.matchers().toString().contains("Twice")))
                .hasSize(1);
    }

    @Test
    void silencesTheAlertForAsLongAsTheButtonSays() {
        String ts = fire("Loud", "shop");
        Instant before = Instant.now();

        press(ts, "tocsin-silence-4h", BOB);

        assertThat(told(BOB, ts)).contains("무음");
        Silence made = only("Loud");
        assertThat(made.author()).isEqualTo("bob");
        assertThat(made.isAcknowledgement()).isFalse();
        assertThat(Duration.between(before, made.endsAt())).isBetween(Duration.ofMinutes(239), Duration.ofMinutes(241));
        assertThat(made.comment()).contains("slack");
        await().atMost(LONG).until(() -> message(ts).contains("bob"));

        press(ts, "tocsin-silence-4h", ANN);

        assertThat(told(ANN, ts)).contains("bob님이 이미");
        only("Loud");
    }

    @Test
    void refusesWhomItDoesNotKnowAndWhoMayNot() {
        String ts = fire("Guarded", "shop");

        press(ts, "tocsin-ack", STRANGER);
        press(ts, "tocsin-silence-1h", VIEWER);

        assertThat(told(STRANGER, ts)).contains("모르는 사람", STRANGER, "people");
        assertThat(told(VIEWER, ts)).contains("vic@example.com", "역할");
        assertThat(silences("Guarded")).isEmpty();
        assertThat(audit("CHAT silence")).anySatisfy(entry -> {
            assertThat(entry.actor()).isEqualTo("vic@example.com");
            assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
        });
        press(ts, "tocsin-why", VIEWER);
        await().atMost(LONG).until(() -> replies(ts).size() == 1);
        assertThat(replies(ts).get(0)).contains("Guarded", "발생을 알림", "ops");
    }

    @Test
    void takesSignedRequestsAndNoOthers() {
        String ts = fire("Signed", "shop");
        String form = SlackInteractions.form(slack.interactions().press(ts, "tocsin-ack", ANN));
        Instant now = Instant.now();
        String good = SlackInteractions.sign(SlackInteractions.SIGNING_SECRET, now, form);
        Instant old = now.minusSeconds(301);

        assertThat(post("/slack/interactions", form, now, "v0=00")).isEqualTo(401);
        assertThat(post("/slack/interactions", form + "x", now, good)).isEqualTo(401);
        assertThat(post(
                        "/slack/interactions",
                        form,
                        old,
                        SlackInteractions.sign(SlackInteractions.SIGNING_SECRET, old, form)))
                .isEqualTo(401);
        assertThat(post("/slack/interactions", form, now, SlackInteractions.sign("another", now, form)))
                .isEqualTo(401);
        assertThat(post("/slack/interactions", "payload=" + "x".repeat(300_000), now, good))
                .isEqualTo(413);
        assertThat(silences("Signed")).isEmpty();

        assertThat(post("/slack/interactions", form, now, good)).isEqualTo(200);
        assertThat(post("/slack/interactions", form, now, good)).isEqualTo(200);

        assertThat(told(ANN, ts)).contains("담당으로 확인했습니다");
        only("Signed");
    }

    @Test
    void understandsItsSlashCommandOnBothWays() {
        assertThat(message(fire("Commanded", "shop"))).contains("<@U0ANN>");
        ObjectNode alerts = slack.interactions().command("alerts Commanded", VIEWER);
        String form = SlackInteractions.commandForm(alerts);
        Instant now = Instant.now();

        assertThat(post(
                        "/slack/commands",
                        form,
                        now,
                        SlackInteractions.sign(SlackInteractions.SIGNING_SECRET, now, form)))
                .isEqualTo(200);
        assertThat(lastTold("발생한 알림 1건")).contains("Commanded", "service=shop");

        command("silence 2h {alertname=\"Commanded\"} 배포 중", ANN);
        assertThat(lastTold("까지 무음: {alertname=\\\"Commanded\\\"}")).isNotEmpty();
        assertThat(only("Commanded").comment()).isEqualTo("배포 중");
        command("explain Commanded", VIEWER);
        assertThat(lastTold("알림 그룹에 들어감")).contains("ops");
        command("mute me 2h", ANN);
        assertThat(lastTold("멘션하지 않습니다")).contains("Asia/Seoul");
        assertThat(message(fire("Quiet", "shop"))).doesNotContain("<@U0ANN>");
        command("nonsense", ANN);
        assertThat(lastTold("이름 [설명]")).isNotEmpty();
    }

    @Test
    void comesBackWhenTheConnectionIsLostAndOpensTheNextOneWhenItIsWarned() {
        String ts = fire("Lost", "shop");
        SlackSocketStandIn socket = slack.interactions().socket();
        int atFirst = socket.connectionsEver();
        socket.cutAll();
        await().atMost(LONG).until(() -> socket.connectionsEver() >= atFirst + 2 && socket.connections() == 2);

        int before = socket.connectionsEver();
        socket.warn();
        // The next ones are there while the old ones still serve.
        await().atMost(LONG).until(() -> socket.connections() == 4);
        assertThat(socket.connectionsEver()).isGreaterThanOrEqualTo(before + 2);
        socket.endWarned();
        await().atMost(LONG).until(() -> socket.connections() == 2);

        press(ts, "tocsin-ack", ANN);
        assertThat(told(ANN, ts)).contains("담당으로 확인했습니다");
    }

    private static String fire(String name, String service) {
        String alert = "[{\"labels\":{\"alertname\":\"" + name + "\",\"service\":\"" + service
                + "\"},\"annotations\":{\"summary\":\"" + name + " of " + service + "\"}}]";
        one.clientWithToken()
                .post()
                .uri("/api/v2/alerts")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(alert)
                .exchange()
                .expectStatus()
                .isOk();
        return await().atMost(LONG)
                .until(
                        () -> slack.messages().entrySet().stream()
                                .filter(entry -> entry.getValue().toString().contains(name + " of "))
                                .map(Map.Entry::getKey)
                                .findFirst()
                                .orElse(""),
                        ts -> !ts.isEmpty());
    }

    private static void press(String ts, String button, String user) {
        slack.interactions().socket().send("interactive", slack.interactions().press(ts, button, user));
    }

    private static void command(String text, String user) {
        slack.interactions()
                .socket()
                .send("slash_commands", slack.interactions().command(text, user));
    }

    private static int post(String path, String form, Instant at, String signature) {
        return two.client()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .header("X-Slack-Request-Timestamp", Long.toString(at.getEpochSecond()))
                .header("X-Slack-Signature", signature)
                .bodyValue(form)
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }

    private static String told(String user, String ts) {
        return await().atMost(LONG)
                .until(
                        () -> slack.interactions().told().stream()
                                .filter(told ->
                                        told.user().equals(user) && told.about().equals(ts))
                                .map(SlackInteractions.Told::text)
                                .findFirst()
                                .orElse(""),
                        text -> !text.isEmpty());
    }

    private static List<String> acknowledgements(String ts) {
        return slack.interactions().told().stream()
                .filter(told -> told.about().equals(ts))
                .map(SlackInteractions.Told::text)
                .toList();
    }

    private static String lastTold(String part) {
        return await().atMost(LONG)
                .until(
                        () -> slack.interactions().told().stream()
                                .map(SlackInteractions.Told::text)
                                .filter(text -> text.contains(part))
                                .findFirst()
                                .orElse(""),
                        text -> !text.isEmpty());
    }

    private static List<String> replies(String ts) {
        return slack.interactions().replies().stream()
                .filter(reply -> reply.path("thread_ts").asString("").equals(ts))
                .map(JsonNode::toString)
                .toList();
    }

    private static String message(String ts) {
        return slack.messages().get(ts).toString();
    }

    private static List<Silence> silences(String alertName) {
        return one.bean(SilenceStore.class).findUnexpired(Instant.now()).stream()
                .filter(silence -> silence.matchers().toString().contains("\"" + alertName + "\""))
                .toList();
    }

    private static Silence only(String alertName) {
        await().atMost(LONG).until(() -> !silences(alertName).isEmpty());
        assertThat(silences(alertName)).hasSize(1);
        return silences(alertName).get(0);
    }

    private static List<AuditEntry> audit(String action) {
        return await().atMost(LONG)
                .until(() -> one.bean(AuditLog.class).find(action, Long.MAX_VALUE, 100), entries -> !entries.isEmpty());
    }
}
