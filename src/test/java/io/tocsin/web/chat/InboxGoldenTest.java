package io.tocsin.web.chat;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.GoldenFiles;
import io.tocsin.contactpoint.GoldenSituations;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.slack.SlackNotifier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the Inbox shows of each message, as text: the left picture and the right one. */
class InboxGoldenTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final WebhookClient CLIENT = new WebhookClient(AllowedHosts.parse(""), Duration.ofSeconds(1));
    private static final Notifier SLACK = new SlackNotifier(CLIENT);
    private static final Notifier DISCORD = new DiscordNotifier(CLIENT);

    static Stream<String> names() {
        return GoldenSituations.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsAsItDid(String name) throws IOException {
        ContactPoint inbox = GoldenSituations.contactPoint("inbox", name);
        Outgoing outgoing = GoldenSituations.outgoing(name);

        String slack = text(SlackView.of(payload(SLACK, inbox, outgoing)));
        String discord = text(DiscordView.of(payload(DISCORD, inbox, outgoing)));

        GoldenFiles.check(
                "inbox/" + name + ".txt", "=== as in Slack\n" + slack + "\n=== as in Discord\n" + discord + "\n");
    }

    private static JsonNode payload(Notifier notifier, ContactPoint contactPoint, Outgoing outgoing) {
        return JSON.readTree(notifier.preview(contactPoint, outgoing).payload());
    }

    private static String text(ChatView view) {
        String cards = view.cards().stream().map(InboxGoldenTest::card).collect(Collectors.joining("\n"));
        return (spans(view.headline()) + "\n" + cards).strip();
    }

    private static String card(ChatView.Card card) {
        return card.parts().stream()
                .map(part -> (part.kind() == ChatPart.PartKind.DIVIDER ? "----" : part(part))
                        .indent(2)
                        .stripTrailing())
                .collect(Collectors.joining("\n", "| " + card.tone() + "\n", ""));
    }

    private static String part(ChatPart part) {
        String fields = part.fields().stream()
                .map(field -> spans(field).replaceFirst("\n", ": "))
                .collect(Collectors.joining("\n"));
        return (spans(part.spans()) + fields).strip();
    }

    private static String spans(List<ChatSpan> spans) {
        return spans.stream().map(InboxGoldenTest::span).collect(Collectors.joining());
    }

    private static String span(ChatSpan span) {
        return switch (span.kind()) {
            case LINK -> span.text() + " <" + span.address() + ">";
            case TIME -> "[" + span.text() + "]";
            case BLOCK -> span.text().indent(2);
            default -> span.text();
        };
    }
}
