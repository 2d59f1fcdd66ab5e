package io.tocsin.contactpoint.slack;

import static io.tocsin.contactpoint.TestContactPoints.withLanguage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Language;
import io.tocsin.contactpoint.Mention;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.contactpoint.render.RandomMessages;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import io.tocsin.standin.SlackStandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SlackRenderingPropertyTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ANGLE = Pattern.compile("<([^<>]*)>");
    private static final Pattern FENCED = Pattern.compile("```.*?```", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt);");
    private static final Pattern FIELD_NAME = Pattern.compile("^\\*[A-Za-z가-힣0-9() ]+\\*\n");
    private static final Pattern MARK = Pattern.compile("(?<![\\p{L}\\p{N}])[*_~]|[*_~](?![\\p{L}\\p{N}])");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t\u200B]]");
    private static final Pattern OURS = Pattern.compile(
            "!date\\^\\d+\\^\\{date_short_pretty} \\{time_secs}\\|[0-9TZ:.+-]+|https?://[^|<>\\s]+\\|[A-Za-z가-힣 ]+");
    private static final ContactPoint CONTACT_POINT = ContactPoint.of(
            new ContactPointName("job_alarm"),
            new ContactPointSettings.Slack(new Secret("https://hooks.slack.com/services/T/B/X")));

    @Test
    void everyRandomGroupIsAcceptedAndNothingUntrustedPingsLinksOrFormats() {
        check(Integer.getInteger("seeds", 600));
    }

    @Test
    @Tag("soak")
    void soIsEveryOneOfTwentyThousand() {
        check(20_000);
    }

    private static void check(long seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            ContactPoint contactPoint = seed % 2 == 0 ? CONTACT_POINT : withLanguage(CONTACT_POINT, Language.KO);
            Outgoing outgoing = Outgoing.first(new RandomMessages(seed).message());
            Outgoing sent = seed % 7 == 0 ? outgoing.asMinimal() : outgoing;

            JsonNode payload = json(Json.write(SlackRenderer.render(contactPoint, sent)));

            try {
                SlackStandIn.check(payload);
                marked(payload).forEach(SlackRenderingPropertyTest::assertHarmless);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + payload, e);
            }
        }
    }

    @Test
    void theHostileLinePingsLinksAndBreaksNothing() {
        String line = RandomMessages.HOSTILE.get(0);
        Outgoing outgoing = Outgoing.first(TestMessages.firing("job_alarm", TestMessages.alert("a", line, line, line)));

        JsonNode payload = json(Json.write(SlackRenderer.render(CONTACT_POINT, outgoing)));

        SlackStandIn.check(payload);
        marked(payload).forEach(SlackRenderingPropertyTest::assertHarmless);
        assertThat(payload.toString()).contains("한글").doesNotContain("<!channel>");
    }

    @Test
    void mentionsOnlyWhoTheContactPointNamesAndOnlyForItsSeverities() {
        ContactPoint contactPoint =
                CONTACT_POINT.withMention(new Mention(Set.of("critical"), List.of("here", "U012ABC"), List.of()));
        Outgoing critical = Outgoing.first(TestMessages.firing("job_alarm", TestMessages.alert("a")));
        Outgoing resolved = Outgoing.first(TestMessages.resolved("job_alarm", TestMessages.resolvedAlert("a")));

        assertThat(SlackRenderer.render(contactPoint, critical).get("text").toString())
                .startsWith("<!here> <@U012ABC> [FIRING] ocr");
        assertThat(SlackRenderer.render(contactPoint, resolved).get("text").toString())
                .startsWith("[RESOLVED] ocr");
    }

    /** Everything in which Slack reads markup. */
    private static List<String> marked(JsonNode payload) {
        List<String> texts = new ArrayList<>();
        texts.add(payload.path("text").asString());
        payload.findParents("type").stream()
                .filter(node -> node.path("type").asString("").equals("mrkdwn"))
                .forEach(node -> texts.add(node.path("text").asString()));
        return texts;
    }

    private static void assertHarmless(String text) {
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

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
