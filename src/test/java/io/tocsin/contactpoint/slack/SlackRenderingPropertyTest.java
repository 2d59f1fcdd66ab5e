package io.tocsin.contactpoint.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Mention;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.render.RenderingProperties;
import io.tocsin.message.TestMessages;
import io.tocsin.secret.Secret;
import io.tocsin.standin.SlackStandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SlackRenderingPropertyTest extends RenderingProperties {

    private static final Pattern ANGLE = Pattern.compile("<([^<>]*)>");
    private static final Pattern FENCED = Pattern.compile("```.*?```", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt);");
    private static final Pattern FIELD_NAME = Pattern.compile("^\\*[A-Za-z가-힣0-9() ]+\\*\n");
    private static final Pattern MARK = Pattern.compile("(?<![\\p{L}\\p{N}])[*_~]|[*_~](?![\\p{L}\\p{N}])");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t\u200B]]");
    private static final Pattern OURS = Pattern.compile(
            "!date\\^\\d+\\^\\{date_short_pretty} \\{time_secs}\\|[0-9TZ:.+-]+|https?://[^|<>\\s]+\\|[A-Za-z가-힣 ]+");

    SlackRenderingPropertyTest() {
        super(new ContactPointSettings.Slack(new Secret("https://hooks.slack.com/services/T/B/X")));
    }

    @Override
    protected Map<String, Object> render(ContactPoint point, Outgoing outgoing) {
        return SlackRenderer.render(point, outgoing);
    }

    @Override
    protected void checkAccepted(JsonNode payload) {
        SlackStandIn.check(payload);
    }

    @Test
    void theHostileLinePingsLinksAndBreaksNothing() {
        assertThat(hostile().toString()).contains("한글").doesNotContain("<!channel>");
    }

    @Test
    void mentionsOnlyWhoTheContactPointNamesAndOnlyForItsSeverities() {
        ContactPoint mentioning =
                contactPoint.withMention(new Mention(Set.of("critical"), List.of("here", "U012ABC"), List.of()));
        Outgoing critical = Outgoing.first(TestMessages.firing("job_alarm", TestMessages.alert("a")));
        Outgoing resolved = Outgoing.first(TestMessages.resolved("job_alarm", TestMessages.resolvedAlert("a")));

        assertThat(SlackRenderer.render(mentioning, critical).get("text").toString())
                .startsWith("<!here> <@U012ABC> [FIRING] ocr");
        assertThat(SlackRenderer.render(mentioning, resolved).get("text").toString())
                .startsWith("[RESOLVED] ocr");
    }

    @Override
    protected List<String> marked(JsonNode payload) {
        List<String> texts = new ArrayList<>();
        texts.add(payload.path("text").asString());
        payload.findParents("type").stream()
                .filter(node -> node.path("type").asString("").equals("mrkdwn"))
                .forEach(node -> texts.add(node.path("text").asString()));
        return texts;
    }

    @Override
    protected void assertHarmless(String text) {
        Matcher angle = ANGLE.matcher(text);
        while (angle.find()) {
            assertThat(angle.group(1)).matches(OURS);
        }
        String withoutLinks = ANGLE.matcher(text).replaceAll("");
        assertThat(withoutLinks).doesNotContain("<").doesNotContain(">");
        assertThat(ENTITY.matcher(withoutLinks).replaceAll("")).doesNotContain("&");
        String open = CODE.matcher(FENCED.matcher(withoutLinks).replaceAll("")).replaceAll("");
        assertThat(open).doesNotContain("`");
        // Our own field names are bold at the start of their field.
        String untrusted = FIELD_NAME.matcher(open).replaceFirst("");
        assertThat(untrusted).doesNotContainPattern(MARK);
        assertThat(text).doesNotContainPattern(INVISIBLE);
    }
}
