package io.tocsin.contactpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.slack.SlackBotNotifier;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.contactpoint.webhook.WebhookNotifier;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import io.tocsin.standin.FaultyServer;
import io.tocsin.standin.HttpFault;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Chat services that misbehave, over real sockets. All are asked at once before the first test, so that the whole table
 * takes little longer than the longest wait in it.
 */
class ChatServiceFaultsTest {

    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long HUNDRED_MEGABYTES = 100_000_000;
    private static final String TOKEN = "s3cretT0kenNobodyMaySee";

    private static final AllowedHosts HERE = AllowedHosts.parse("127.0.0.1");
    private static final WebhookClient IMPATIENT = new WebhookClient(HERE, SHORT);
    private static final WebhookClient PATIENT = new WebhookClient(HERE, LONG);
    private static final List<ContactPointKind> KINDS = List.of(
            ContactPointKind.SLACK, ContactPointKind.SLACK_BOT, ContactPointKind.DISCORD, ContactPointKind.WEBHOOK);
    private static final Map<ContactPointKind, Map<HttpFault, Asked>> ASKED = new EnumMap<>(ContactPointKind.class);

    /** A service that was asked once. */
    private record Asked(FaultyServer server, CompletableFuture<DeliveryOutcome> outcome) {}

    @BeforeAll
    static void askAllAtOnce() throws Exception {
        for (ContactPointKind kind : KINDS) {
            warmUp(kind);
            Map<HttpFault, Asked> byFault = new HashMap<>();
            for (HttpFault fault : HttpFault.values()) {
                FaultyServer server = new FaultyServer(fault, rightAnswer(kind));
                byFault.put(fault, new Asked(server, send(kind, server, fault.isEndless() ? IMPATIENT : PATIENT)));
            }
            ASKED.put(kind, byFault);
        }
    }

    @AfterAll
    static void close() {
        ASKED.values()
                .forEach(byFault ->
                        byFault.values().forEach(asked -> asked.server().close()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ACCEPTS_AND_NEVER_ANSWERS               | Ambiguous    | no complete answer in time
            NEVER_FINISHES_THE_TLS_HANDSHAKE        | Retryable    | connection
            DRIPS_THE_HEADERS                       | Ambiguous    | no complete answer in time
            DRIPS_THE_BODY                          | Ambiguous    | no complete answer in time
            SAYS_CONTINUE_FOR_EVER                  | Ambiguous    | no complete answer in time
            SENDS_HEADERS_FOR_EVER                  | Ambiguous    | not HTTP that can be read
            SENDS_A_HUNDRED_MEGABYTES_WITH_AN_ERROR | Ambiguous    | 500: stack trace
            SENDS_BROKEN_GZIP                       | Ambiguous    | not HTTP that can be read
            SENDS_A_WEB_PAGE                        | Ambiguous    | a web page; is the URL right
            REDIRECTS                               | DeadEndpoint | 302
            CLOSES_WITHOUT_AN_ANSWER                | Ambiguous    | the connection ended
            RESETS_THE_CONNECTION                   | Ambiguous    | the connection ended
            CLOSES_WITHIN_THE_HEADERS               | Ambiguous    | the connection ended
            CLOSES_WITHIN_THE_BODY                  | Ambiguous    | the connection ended
            CLOSES_WITHIN_A_CHUNK                   | Ambiguous    | the connection ended
            PROMISES_MORE_THAN_IT_SENDS             | Ambiguous    | no complete answer in time
            SENDS_AN_IMPOSSIBLE_LENGTH              | Ambiguous    | not HTTP that can be read
            IS_NOT_HTTP                             | Ambiguous    | not HTTP that can be read
            SPEAKS_HTTP_1_0                         | Delivered    | ''
            """)
    void saysOfEveryServiceWhatWentWrong(HttpFault fault, String outcome, String detail) throws Exception {
        for (ContactPointKind kind : KINDS) {
            assertOutcome(kind, fault, outcome, detail);
        }
    }

    /** A webhook promises nothing but a status, and Slack-compatible servers of the operator answer as they like. */
    @ParameterizedTest
    @CsvSource({
        "SENDS_AN_EMPTY_BODY, an empty answer",
        "SENDS_INVALID_UTF_8, cannot be read",
        "SENDS_DEEP_JSON, cannot be read",
        "SENDS_A_GZIP_BOMB, cannot be read",
        "SENDS_A_HUNDRED_MEGABYTES, cannot be read"
    })
    void believesNoSuccessThatDoesNotReadLikeTheServicesOwn(HttpFault fault, String detail) throws Exception {
        assertOutcome(ContactPointKind.SLACK_BOT, fault, "Ambiguous", detail);
        assertOutcome(ContactPointKind.DISCORD, fault, "Ambiguous", detail);
        assertOutcome(ContactPointKind.SLACK, fault, "Delivered", "");
        assertOutcome(ContactPointKind.WEBHOOK, fault, "Delivered", "");
    }

    @Test
    void takesNothingFromTheAnswerBeforeForItsOwn() throws Exception {
        for (ContactPointKind kind : KINDS) {
            Asked asked = ASKED.get(kind).get(HttpFault.SENDS_MORE_THAN_IT_PROMISES);
            asked.outcome().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

            DeliveryOutcome second = send(kind, asked.server(), PATIENT).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

            assertThat(second).as("%s", kind).isInstanceOf(DeliveryOutcome.Delivered.class);
        }
    }

    @Test
    void sendsNothingTwiceByItself() throws Exception {
        for (ContactPointKind kind : KINDS) {
            for (HttpFault fault : HttpFault.values()) {
                Asked asked = ASKED.get(kind).get(fault);
                asked.outcome().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

                if (fault != HttpFault.SENDS_MORE_THAN_IT_PROMISES) {
                    assertThat(asked.server().requests())
                            .as("%s %s", kind, fault)
                            .isLessThanOrEqualTo(1);
                }
            }
        }
    }

    /** Connections of complete answers are kept for some seconds; all others end with the attempt. */
    @Test
    void leavesNoConnectionBehind() throws Exception {
        for (ContactPointKind kind : KINDS) {
            for (Asked asked : ASKED.get(kind).values()) {
                asked.outcome().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

                assertThat(asked.server().isLeftAloneWithin(PATIENCE_MILLIS))
                        .as("%s %s", kind, asked.server())
                        .isTrue();
                assertThat(asked.server().sentBytes()).isLessThan(HUNDRED_MEGABYTES / 2);
            }
        }
    }

    private static void assertOutcome(ContactPointKind kind, HttpFault fault, String outcome, String detail)
            throws Exception {
        DeliveryOutcome actual = ASKED.get(kind).get(fault).outcome().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

        assertThat(actual.getClass().getSimpleName()).as("%s: %s", kind, actual).isEqualTo(outcome);
        assertThat(actual.detail()).as("%s", kind).contains(detail).doesNotContain(TOKEN);
        assertThat(actual.detail().length()).isLessThan(600);
    }

    /** So that loading classes does not count for anybody's timeout. */
    private static void warmUp(ContactPointKind kind) throws Exception {
        for (HttpFault fault : List.of(HttpFault.SPEAKS_HTTP_1_0, HttpFault.SENDS_A_GZIP_BOMB)) {
            try (FaultyServer server = new FaultyServer(fault, rightAnswer(kind))) {
                send(kind, server, PATIENT).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static CompletableFuture<DeliveryOutcome> send(
            ContactPointKind kind, FaultyServer server, WebhookClient client) {
        ContactPoint contactPoint = ContactPoint.of(new ContactPointName("chat"), settings(kind, server.url()));
        return notifier(kind, client)
                .send(contactPoint, Outgoing.first(TestMessages.firing("a", TestMessages.alert("h"))))
                .toFuture();
    }

    private static Notifier notifier(ContactPointKind kind, WebhookClient client) {
        return switch (kind) {
            case SLACK -> new SlackNotifier(client);
            case SLACK_BOT -> new SlackBotNotifier(client);
            case DISCORD -> new DiscordNotifier(client);
            case WEBHOOK -> new WebhookNotifier(client);
            case INBOX -> throw new IllegalArgumentException("the Inbox is no service");
        };
    }

    private static ContactPointSettings settings(ContactPointKind kind, String url) {
        return switch (kind) {
            case SLACK -> new ContactPointSettings.Slack(new Secret(url + "/services/T1/B1/" + TOKEN));
            case SLACK_BOT -> TestContactPoints.slackBot(url + "/api/", "xoxb-" + TOKEN, "C1");
            case DISCORD -> TestContactPoints.discord(url + "/api/webhooks/123/" + TOKEN);
            case WEBHOOK -> new ContactPointSettings.Webhook(new Secret(url + "/" + TOKEN), null, Map.of());
            case INBOX -> throw new IllegalArgumentException("the Inbox is no service");
        };
    }

    private static String rightAnswer(ContactPointKind kind) {
        return switch (kind) {
            case SLACK -> "ok";
            case SLACK_BOT -> "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.2\"}";
            case DISCORD -> "{\"id\":\"1\",\"channel_id\":\"2\"}";
            case WEBHOOK, INBOX -> "";
        };
    }
}
