package io.tocsin.contactpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.slack.SlackBotNotifier;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.contactpoint.webhook.WebhookNotifier;
import io.tocsin.secret.Secret;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The messages as they look; {@code -Dgolden.update=true} rewrites the files, whose diff is to be reviewed. */
class GoldenMessagesTest {

    /** Programs get the same in every language. */
    private static final Set<String> WEBHOOK =
            Set.of("firing-1", "firing-5", "firing-30", "folded", "resolved", "late", "possible-duplicate", "minimal");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final WebhookClient CLIENT = new WebhookClient(AllowedHosts.parse(""), Duration.ofSeconds(1));
    private static final Map<String, Notifier> NOTIFIERS = Map.of(
            "slack", new SlackNotifier(CLIENT),
            "discord", new DiscordNotifier(CLIENT),
            "webhook", new WebhookNotifier(CLIENT));

    private static final Map<String, Notifier> ANSWERED =
            Map.of("slack", new SlackBotNotifier(CLIENT), "discord", new DiscordNotifier(CLIENT));

    private static final Set<String> UNANSWERED = Set.of("minimal", "test", "storm", "silence-ended");

    private static final Set<String> KEPT = Set.of("firing-1", "firing-30", "acknowledged", "no-lines");

    static Stream<String> names() {
        return NOTIFIERS.keySet().stream()
                .sorted()
                .flatMap(channel -> GoldenSituations.names()
                        .filter(name -> !channel.equals("webhook") || WEBHOOK.contains(name))
                        .map(name -> channel + "/" + name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void looksAsItDid(String name) throws IOException {
        String channel = name.substring(0, name.indexOf('/'));
        String situation = name.substring(name.indexOf('/') + 1);

        String payload = NOTIFIERS
                .get(channel)
                .preview(GoldenSituations.contactPoint(channel, situation), GoldenSituations.outgoing(situation))
                .payload();

        check(channel, JSON.readTree(payload));
        if (situation.startsWith("firing-1") || situation.startsWith("template")) {
            assertThat(payload).contains("ERROR OCR timeout on server1");
        }
        String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(payload)) + "\n";
        GoldenFiles.check(name + ".json", pretty);
    }

    /** Every situation with buttons keeps within the limits; those in which they differ are kept as they look. */
    @ParameterizedTest
    @MethodSource("answered")
    void hasButtonsWherePeopleCanAnswer(String name) throws IOException {
        String channel = name.substring(0, name.indexOf('/'));
        String situation = name.substring(name.indexOf('/') + 1);
        ContactPoint plain = GoldenSituations.contactPoint(channel, situation);
        ContactPoint answered = new ContactPoint(plain.name(), settings(channel), plain.style(), null, true);
        Outgoing outgoing = GoldenSituations.outgoing(situation);
        Outgoing sent = new Outgoing(
                outgoing.message(), 4711, outgoing.isMinimal(), outgoing.isPossibleDuplicate(), outgoing.edit());

        JsonNode payload =
                JSON.readTree(ANSWERED.get(channel).preview(answered, sent).payload());

        check(channel, payload);
        boolean isAnswerable = outgoing.message().firing() > 0 && !UNANSWERED.contains(situation.replace("-ko", ""));
        assertThat(payload.toString().contains("4711.")).isEqualTo(isAnswerable);
        if (KEPT.contains(situation.replace("-ko", ""))) {
            String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(payload) + "\n";
            GoldenFiles.check(channel + "-buttons/" + situation + ".json", pretty);
        }
    }

    static Stream<String> answered() {
        return ANSWERED.keySet().stream()
                .sorted()
                .flatMap(channel -> GoldenSituations.names().map(name -> channel + "/" + name));
    }

    private static ContactPointSettings settings(String channel) {
        AnswerWays answers = new AnswerWays(new Secret("xapp-1"), null, Map.of());
        return channel.equals("slack")
                ? new ContactPointSettings.SlackBot(
                        URI.create("https://slack.com/api/"), new Secret("xoxb-1"), "C1", answers)
                : new ContactPointSettings.Discord(
                        DiscordWebhook.parse("https://discord.com/api/webhooks/1/x")
                                .orElseThrow(),
                        false,
                        answers);
    }

    private static void check(String channel, JsonNode payload) {
        if (channel.equals("slack")) {
            SlackStandIn.check(payload);
        } else if (channel.equals("discord")) {
            DiscordStandIn.check(payload);
        }
    }
}
