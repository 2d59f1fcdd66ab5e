package io.tocsin.contactpoint.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.Mention;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.TestContactPoints;
import io.tocsin.contactpoint.render.RandomMessages;
import io.tocsin.contactpoint.render.RenderingProperties;
import io.tocsin.message.TestMessages;
import io.tocsin.standin.DiscordStandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DiscordRenderingPropertyTest extends RenderingProperties {

    private static final Pattern FENCED = Pattern.compile("```\n.*?\n```", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("(?<!\\\\)`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("(?<!\\\\)\\[[A-Za-z가-힣 ]+]\\(https?://[^()\\s]+\\)");
    private static final Pattern TIME = Pattern.compile("<t:\\d+:[Rf]>");
    private static final Pattern NAME = Pattern.compile("\\*\\*[A-Z가-힣][a-z가-힣 ]*(?: \\([A-Za-z0-9가-힣 ]+\\))?\\*\\* ");
    private static final Pattern ESCAPED = Pattern.compile("\\\\[\\\\*_~`|>#\\[\\]()<:@.\\-]");
    private static final Pattern SUMMARY = Pattern.compile("^\\*\\*([^*]*)\\*\\*");
    private static final Pattern DURATION = Pattern.compile("\\((for [0-9dhms ]+|[0-9일시간분초 ]+ 동안)\\)");
    private static final Pattern MARK = Pattern.compile("[*_~`|>#\\[\\]()<@\\\\]");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t\u200B]]");

    DiscordRenderingPropertyTest() {
        super(TestContactPoints.discord("https://discord.com/api/webhooks/1/abc"));
    }

    @Override
    protected Map<String, Object> render(ContactPoint point, Outgoing outgoing) {
        return DiscordRenderer.render(point, outgoing);
    }

    @Override
    protected void checkAccepted(JsonNode payload) {
        DiscordStandIn.check(payload);
        assertThat(payload.path("allowed_mentions").toString()).isEqualTo("{\"parse\":[],\"roles\":[],\"users\":[]}");
    }

    @Test
    void theHostileLinePingsLinksAndBreaksNothing() {
        JsonNode payload = hostile();

        assertThat(payload.path("embeds").get(0).path("description").asString())
                .contains("```\n" + RandomMessages.HOSTILE.get(0) + "\n```")
                .contains("\\<!channel\\> \\@\u200Beveryone \\[x\\]\\(http\\://evil\\)");
    }

    @Test
    void allowsExactlyTheMentionsOfTheContactPoint() {
        ContactPoint mentioning = contactPoint.withMention(
                new Mention(Set.of("critical"), List.of("here"), List.of("role:165511591545143296", "user:7")));
        Outgoing outgoing = Outgoing.first(TestMessages.firing("job_alarm", TestMessages.alert("a")));

        Map<String, Object> payload = DiscordRenderer.render(mentioning, outgoing);

        assertThat(payload).containsEntry("content", "<@&165511591545143296> <@7>");
        assertThat(payload.get("allowed_mentions")).hasToString("{parse=[], roles=[165511591545143296], users=[7]}");
    }

    @Override
    protected List<String> marked(JsonNode payload) {
        List<String> texts = new ArrayList<>();
        texts.add(payload.path("content").asString(""));
        for (JsonNode embed : payload.path("embeds")) {
            texts.add(embed.path("title").asString(""));
            texts.add(embed.path("description").asString(""));
            embed.path("fields").forEach(field -> texts.add(field.path("value").asString()));
        }
        return texts;
    }

    @Override
    protected void assertHarmless(String text) {
        String rest = FENCED.matcher(text).replaceAll("");
        rest = CODE.matcher(rest).replaceAll("");
        rest = ESCAPED.matcher(rest).replaceAll("");
        rest = LINK.matcher(rest).replaceAll("");
        rest = TIME.matcher(rest).replaceAll("");
        rest = NAME.matcher(rest).replaceAll("");
        // The summary is bold; what is in it is escaped.
        rest = SUMMARY.matcher(rest).replaceFirst("$1");
        // Durations and our own brackets.
        rest = DURATION.matcher(rest).replaceAll("");
        assertThat(rest).doesNotContainPattern(MARK);
        assertThat(rest).doesNotContain("://");
        assertThat(text).doesNotContainPattern(INVISIBLE);
    }
}
