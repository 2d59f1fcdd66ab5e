package io.tocsin.contactpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Language;
import io.tocsin.contactpoint.UpdateMode;
import io.tocsin.rule.ContactPointName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactPointFileParserTest {

    @TempDir
    Path templates;

    private ContactPointFileParser.ParsedContactPoints parse(String text) {
        Map<String, String> environment = Map.of(
                "SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T1/B2/verySecretToken",
                "DISCORD_WEBHOOK_URL", "https://discord.com/api/webhooks/123/abcSecret?thread_id=9");
        return new ContactPointFileParser(
                        AllowedHosts.parse("127.0.0.1:9999, chat.internal"), templates, environment::get)
                .parse(text, "contact-points.yml");
    }

    @Test
    void callsWhatTheTemplateFilesDefineAndSaysWhatIsWrongWithThem() throws IOException {
        Files.writeString(templates.resolve("team.tmpl"), "{{ define \"team.title\" }}{{ .Status }}{{ end }}");
        String contactPoints = """
                contact_points:
                  - name: job_alarm
                    type: slack
                    settings: {url: "${SLACK_WEBHOOK_URL}", title: '{{ template "team.title" . }}'}
                """;

        ContactPointFileParser.ParsedContactPoints good = parse(contactPoints);
        Files.writeString(templates.resolve("more.tmpl"), "{{ define \"more\" }}{{ if }}{{ end }}{{ end }}");
        ContactPointFileParser.ParsedContactPoints broken = parse(contactPoints);
        Files.writeString(templates.resolve("more.tmpl"), "x".repeat(70_000));
        ContactPointFileParser.ParsedContactPoints large = parse(contactPoints);

        assertThat(good.problems()).isEmpty();
        assertThat(good.contactPoints().get(0).title()).isNotNull();
        assertThat(broken.contactPoints()).hasSize(1);
        assertThat(broken.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("more.tmpl:1:", "missing value for if"));
        assertThat(large.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("more.tmpl is left out", "65536"));
    }

    @Test
    void readsEveryField() throws IOException {
        Files.writeString(templates.resolve("slack.mustache"), "{{#alerts}}{{summary}}{{/alerts}}");

        ContactPointFileParser.ParsedContactPoints result = parse("""
                contact_points:
                  - name: job_alarm
                    type: slack
                    settings:
                      url: ${SLACK_WEBHOOK_URL}
                      title: "{{summary}}"
                      text: {file: slack.mustache}
                    send_resolved: false
                    mention: {severity: [critical], slack: ["here"]}
                    update: edit
                    language: ko
                    fallback: inbox
                  - name: ops
                    type: discord
                    settings: {url: "${DISCORD_WEBHOOK_URL}"}
                """);

        assertThat(result.problems()).isEmpty();
        ContactPoint slack = result.contactPoints().get(0);
        assertThat(slack.name()).isEqualTo(new ContactPointName("job_alarm"));
        assertThat(slack.sendResolved()).isFalse();
        assertThat(slack.update()).isEqualTo(UpdateMode.EDIT);
        assertThat(slack.language()).isEqualTo(Language.KO);
        assertThat(slack.fallback()).isEqualTo(ContactPoint.INBOX);
        assertThat(slack.mention().slack()).containsExactly("here");
        assertThat(slack.toString()).doesNotContain("verySecretToken");
        assertThat(slack.settings().maskedTarget()).isEqualTo("hooks.slack.com/…oken");
        ContactPointSettings.Discord discord =
                (ContactPointSettings.Discord) result.contactPoints().get(1).settings();
        assertThat(discord.webhook().executeUri())
                .hasToString("https://discord.com/api/v10/webhooks/123/abcSecret?wait=true&thread_id=9");
        assertThat(discord.toString()).doesNotContain("abcSecret");
    }

    @Test
    void reportsAllProblemsAtOnceWithTheirPositions() {
        ContactPointFileParser.ParsedContactPoints result = parse("""
                contact_points:
                  - name: a
                    type: slack
                    settings: {url: "${NOT_SET}", colour: red}
                  - name: b
                    type: pager
                  - name: c
                    type: discord
                    settings: {url: "https://discord.com/foo"}
                    fallback: nobody
                  - name: d
                    type: slack
                    settings: {url: "https://evil.example.com/services/x"}
                    update: sometimes
                  - name: e
                    type: slack
                    settings: {url: "http://hooks.slack.com/services/x", text: "{{sumary}}"}
                  - type: inbox
                """);

        assertThat(result.contactPoints()).isEmpty();
        assertThat(result.names()).containsExactly("a", "b", "c", "d", "e");
        assertThat(result.problems())
                .extracting(ContactPointProblem::toString)
                .anyMatch(problem -> problem.equals(
                        "contact-points.yml:4:21: contact point \"a\": environment variable" + " NOT_SET is not set"))
                .anyMatch(problem -> problem.startsWith("contact-points.yml:4:35: contact point \"a\": unknown field"
                        + " \"colour\" in \"settings\"; known are text, title, url"))
                .anyMatch(problem -> problem.startsWith(
                        "contact-points.yml:6:11: contact point \"b\": type: the value is none of slack, "))
                .anyMatch(problem -> problem.startsWith("contact-points.yml:9:21: contact point \"c\": url must look"))
                .anyMatch(problem -> problem.equals(
                        "contact-points.yml:10:15: contact point \"c\": fallback must name" + " another contact point"))
                .anyMatch(problem -> problem.startsWith(
                        "contact-points.yml:13:21: contact point \"d\": url host" + " evil.example.com is not allowed"))
                .anyMatch(problem ->
                        problem.startsWith("contact-points.yml:14:13: contact point \"d\": update: the value is none"))
                .anyMatch(problem ->
                        problem.startsWith("contact-points.yml:17:21: contact point \"e\": url must be https"))
                .anyMatch(problem -> problem.startsWith("contact-points.yml:17:64: contact point \"e\": text: "))
                .anyMatch(problem -> problem.equals("contact-points.yml:18:5: \"name\" is missing"));
    }

    @Test
    void allowsWhatTheOperatorAllows() {
        assertThat(parse("contact_points: [{name: a, type: slack, settings: {url: 'http://127.0.0.1:9999/x'}}]")
                        .problems())
                .isEmpty();
        assertThat(parse("contact_points: [{name: a, type: slack, settings: {url: 'http://127.0.0.1:9998/x'}}]")
                        .problems())
                .hasSize(1);
        assertThat(parse("contact_points: [{name: a, type: webhook, settings: {url: 'https://u:p@chat.internal/x'}}]")
                        .problems()
                        .toString())
                .contains("must not contain a user name")
                .doesNotContain("u:p");
    }

    @Test
    void brokenYamlIsOneProblemWithItsPosition() {
        assertThat(parse("contact_points:\n  - name: [a").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).startsWith("contact-points.yml:2:"));
    }
}
