package io.tocsin.contactpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.contactpoint.webhook.WebhookNotifier;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import java.io.IOException;
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

    private static void check(String channel, JsonNode payload) {
        if (channel.equals("slack")) {
            SlackStandIn.check(payload);
        } else if (channel.equals("discord")) {
            DiscordStandIn.check(payload);
        }
    }
}
