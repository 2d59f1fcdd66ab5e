package io.tocsin.contactpoint.slack;

import static io.tocsin.contactpoint.TestContactPoints.withLanguage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Language;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.AlertSource;
import io.tocsin.message.Message;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Issue 12: no line of links reads like another one of the same message. */
class SlackLinksTest {

    private static AlertEntry linked(String host) {
        AlertEntry alert = TestMessages.alert(host);
        MessageLinks links = new MessageLinks(
                "https://t.example.com/alerts/" + host,
                "https://t.example.com/silences/new?host=" + host,
                "https://t.example.com/logs?host=" + host,
                "");
        return new AlertEntry(
                alert.alertId(),
                alert.status(),
                true,
                alert.labels(),
                alert.annotations(),
                alert.course(),
                new AlertSource(alert.group(), alert.query(), alert.evidence(), links));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void theLastLineOfAGroupSaysThatItIsAboutAllAlerts(Language language) {
        ContactPoint chat = withLanguage(
                ContactPoint.of(
                        new ContactPointName("c"),
                        new ContactPointSettings.Slack(new Secret("https://hooks.slack.com/x"))),
                language);
        Message message = TestMessages.firing("c", linked("server1"), linked("server2"));

        List<String> lines =
                links(SlackRenderer.preview(chat, Outgoing.first(message)).payload());

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo(lines.get(1));
        assertThat(lines.get(2))
                .isEqualTo(language == Language.EN ? "All alerts · Logs · Silence all" : "전체 알림 · 로그 보기 · 전체 무음 설정");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void oneAlertHasOneLineOfItsOwn(Language language) {
        ContactPoint chat = withLanguage(
                ContactPoint.of(
                        new ContactPointName("c"),
                        new ContactPointSettings.Slack(new Secret("https://hooks.slack.com/x"))),
                language);

        List<String> lines =
                links(SlackRenderer.preview(chat, Outgoing.first(TestMessages.firing("c", linked("server1"))))
                        .payload());

        assertThat(lines).containsExactly(language == Language.EN ? "Details · Logs · Silence" : "상세 · 로그 보기 · 무음 설정");
    }

    /** What people see of the lines of links. */
    private static List<String> links(String payload) {
        List<String> lines = new ArrayList<>();
        JsonNode json = Json.readObject(payload).orElseThrow();
        for (JsonNode block : json.path("attachments").get(0).path("blocks")) {
            String text = block.path("elements").path(0).path("text").asString("");
            if (text.contains("<https://")) {
                lines.add(text.replaceAll("<[^|>]*\\|([^>]*)>", "$1"));
            }
        }
        return lines;
    }
}
