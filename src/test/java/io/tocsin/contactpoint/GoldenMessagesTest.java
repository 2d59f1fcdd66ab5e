package io.tocsin.contactpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.contactpoint.webhook.WebhookNotifier;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.TestMessages;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.template.TextTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The messages as they look; {@code -Dgolden.update=true} rewrites the files, whose diff is to be reviewed. */
class GoldenMessagesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final WebhookClient CLIENT = new WebhookClient(AllowedHosts.parse(""), Duration.ofSeconds(1));
    private static final Map<String, Notifier> NOTIFIERS = Map.of(
            "slack", new SlackNotifier(CLIENT),
            "discord", new DiscordNotifier(CLIENT),
            "webhook", new WebhookNotifier(CLIENT));

    static Stream<String> names() {
        return NOTIFIERS.keySet().stream()
                .sorted()
                .flatMap(channel -> Stream.of(
                                "firing-1",
                                "firing-1-ko",
                                "firing-5",
                                "firing-30-ko",
                                "resolved",
                                "resolved-ko",
                                "late",
                                "possible-duplicate",
                                "minimal",
                                "template")
                        .map(name -> channel + "/" + name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void looksAsItDid(String name) throws IOException {
        String channel = name.substring(0, name.indexOf('/'));
        String situation = name.substring(name.indexOf('/') + 1);
        ContactPoint contactPoint = contactPoint(channel);
        if (situation.endsWith("-ko")) {
            contactPoint = contactPoint.withLanguage(Language.KO);
        }
        if (situation.equals("template") && !channel.equals("webhook")) {
            Path file = Path.of("templates", channel + ".mustache");
            contactPoint = contactPoint.withTemplates(compile("{{summary}}"), compile(Files.readString(file)));
        }

        String payload = NOTIFIERS
                .get(channel)
                .preview(contactPoint, outgoing(situation))
                .payload();

        check(channel, JSON.readTree(payload));
        if (situation.startsWith("firing-1") || situation.equals("template")) {
            assertThat(payload).contains("ERROR OCR timeout on server1");
        }
        String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(payload)) + "\n";
        Path file = GOLDEN.resolve(name + ".json");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, pretty);
        }
        assertThat(pretty).isEqualTo(Files.readString(file));
    }

    private static TextTemplate compile(String source) {
        return TextTemplate.compile(source, io.tocsin.contactpoint.render.TemplateModel.NAMES);
    }

    private static void check(String channel, JsonNode payload) {
        if (channel.equals("slack")) {
            SlackStandIn.check(payload);
        } else if (channel.equals("discord")) {
            DiscordStandIn.check(payload);
        }
    }

    private static Outgoing outgoing(String situation) {
        return switch (situation) {
            case "firing-5" -> Outgoing.first(message(TestMessages.alerts(5)));
            case "firing-30-ko" -> Outgoing.first(message(TestMessages.alerts(30)));
            case "resolved", "resolved-ko" ->
                Outgoing.first(TestMessages.resolved("job_alarm", TestMessages.resolvedAlert("server1")));
            case "late" ->
                Outgoing.first(TestMessages.message(
                        "job_alarm", MessageStatus.FIRING, NotificationReason.LATE_SUMMARY, mixed()));
            case "possible-duplicate" ->
                Outgoing.first(message(TestMessages.alerts(1))).asPossibleDuplicate();
            case "minimal" -> Outgoing.first(message(TestMessages.alerts(2))).asMinimal();
            default -> Outgoing.first(message(TestMessages.alerts(1)));
        };
    }

    private static List<AlertEntry> mixed() {
        List<AlertEntry> alerts = new ArrayList<>(TestMessages.alerts(1));
        alerts.add(TestMessages.resolvedAlert("server2"));
        return alerts;
    }

    private static Message message(List<AlertEntry> alerts) {
        return TestMessages.message("job_alarm", MessageStatus.FIRING, NotificationReason.FIRST_NOTIFICATION, alerts);
    }

    private static ContactPoint contactPoint(String channel) {
        ContactPointSettings settings = switch (channel) {
            case "slack" -> new ContactPointSettings.Slack(new Secret("https://hooks.slack.com/services/T/B/X"));
            case "discord" ->
                new ContactPointSettings.Discord(DiscordWebhook.parse("https://discord.com/api/webhooks/1/x")
                        .orElseThrow());
            default -> new ContactPointSettings.Webhook(new Secret("https://hook.example.com/x"), null, Map.of());
        };
        return ContactPoint.of(new ContactPointName("job_alarm"), settings);
    }
}
