package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RenderCommandTest {

    @TempDir
    private Path home;

    @BeforeEach
    void writeRules() throws IOException {
        Files.createDirectories(home.resolve("rules"));
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("rules/a.yml"), """
                groups:
                  - name: g
                    interval: 1m
                    rules:
                      - alert: A
                        expr: sum by (host) (count_over_time({job="a"} |= "ERROR" [5m]))
                        condition: "> 2"
                        for: 10m
                        labels: {severity: critical}
                        annotations: {summary: "{{value}} on {{labels.host}}"}
                      - alert: Silent
                        absent: {selector: '{job="a"}', by: [host], missing_for: 15m}
                """);
        Files.writeString(home.resolve("config/contact-points.yml"), """
                contact_points:
                  - {name: chat, type: slack, settings: {url: "${SLACK_URL}"}}
                  - {name: other, type: discord, language: ko, settings: {url: "${DISCORD_URL}"}}
                """);
    }

    @Test
    void theMessageReadsAsInTheChat() {
        CommandRun run = CommandRun.of(home, "render", "A", "host=h1", "--value", "7", "--line", "ERROR disk is full");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("to chat (slack):\n  [FIRING] A")
                .contains("7 on h1", "ERROR disk is full", "severity=critical");
    }

    @Test
    void theEndAndOtherContactPointsCanBeAskedFor() {
        CommandRun run =
                CommandRun.of(home, "render", "A", "host=h1", "--value", "7", "--resolved", "--contact-point", "other");

        assertThat(run.out()).startsWith("to other (discord):\n").contains("해결");
    }

    @Test
    void theJsonIsWhatTheChatWouldBeSent() throws Exception {
        CommandRun run = CommandRun.of(home, "render", "A", "host=h1", "--value", "7", "--json");

        JsonNode payload = JsonMapper.shared().readTree(run.out());
        assertThat(payload.get("text").stringValue()).contains("7 on h1");
        assertThat(payload.at("/attachments/0/blocks")).isNotEmpty();
    }

    @Test
    void theWholeAnswerIsOneDocument() throws Exception {
        CommandRun run = CommandRun.of(home, "render", "A", "host=h1", "--value", "7", "--output", "json");

        JsonNode answer = JsonMapper.shared().readTree(run.out());
        assertThat(answer).isNotEmpty();
        assertThat(answer.at("/0/contactPoint").stringValue()).isNotEmpty();
        assertThat(answer.at("/0/text").stringValue()).contains("7 on h1");
        assertThat(answer.at("/0/payload/attachments/0/blocks")).isNotEmpty();
    }

    @Test
    void aValueThatDoesNotFireHasNoMessage() {
        CommandRun run = CommandRun.of(home, "render", "A", "host=h1", "--value", "2");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("tocsin: there is no message");
    }

    @Test
    void whatCannotBeRenderedIsSaid() throws Exception {
        Files.writeString(home.resolve("rules/bad.yml"), "groups: 1\n");
        assertThat(CommandRun.of(home, "render", "B").err())
                .contains("is called \"B\"; files that cannot be read: ", "bad.yml:1:9: ");
        assertThat(CommandRun.of(home, "render", "Silent").err()).contains("watches for absence");
        assertThat(CommandRun.of(home, "render", "A", "host").code()).isEqualTo(2);
    }
}
