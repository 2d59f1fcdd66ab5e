package io.tocsin.web.contactpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tocsin.contactpoint.store.ContactPointDefinition;
import io.tocsin.web.FormValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;

class ContactPointFormTest {

    @Test
    void becomesWhatTheFileWouldSayAndKeepsSecretsOutOfThePage() {
        ContactPointDefinition definition = ContactPointForm.definition(form(Map.of(
                "name", "team",
                "type", "slack",
                "url", "https://hooks.slack.com/services/T/B/secret",
                "title", "{{summary}}, {{count}}",
                "token", "of another kind",
                "mention_severity", "critical",
                "mention_slack", "here, U012AB3CD",
                "fallback", "")));

        assertThat(definition.withoutSecrets())
                .containsEntry("name", "team")
                .containsEntry("send_resolved", false)
                .containsEntry("settings", Map.of("title", "{{summary}}, {{count}}"))
                .containsEntry(
                        "mention", Map.of("severity", List.of("critical"), "slack", List.of("here", "U012AB3CD")))
                .doesNotContainKey("fallback");
        assertThat(ContactPointForm.shown(definition))
                .contains(entry("mention_slack", "here, U012AB3CD"), entry("title", "{{summary}}, {{count}}"))
                .doesNotContainKeys("url", "token");
    }

    @Test
    void readsHeadersLineByLineAndShowsNone() {
        ContactPointDefinition definition = ContactPointForm.definition(form(Map.of(
                "name", "hook", "type", "webhook", "send_resolved", "1", "headers", "X-Key: a:b\n\nX-Other: c")));

        assertThat(definition.withoutSecrets())
                .containsEntry("settings", Map.of())
                .containsEntry("send_resolved", true);
        assertThat(ContactPointForm.shown(definition).toString()).doesNotContain("a:b");
    }

    private static FormValues form(Map<String, String> texts) {
        LinkedMultiValueMap<String, String> values = new LinkedMultiValueMap<>();
        texts.forEach(values::add);
        return new FormValues(values);
    }
}
