package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckCommandTest {

    private static final String GOOD = """
            groups:
              - name: g
                rules:
                  - alert: A
                    expr: sum(count_over_time({job="a"} |= "ERROR" [5m])) > 0
                    labels: {severity: critical}
                    annotations: {summary: "{{value}}, errors"}
            """;
    private static final String BAD = GOOD.replace("[5m]", "[5m").replace("{{value}}", "{{valeu}}");

    @TempDir
    private Path home;

    @Test
    void theSamplesOfTheProjectAreFine() {
        CommandRun run = CommandRun.of(
                Map.of("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/B0/x"),
                Path.of("").toAbsolutePath(),
                "check");

        assertThat(run.out()).endsWith("files checked: no findings\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void everyProblemIsShownWithItsLineAndACaret() throws Exception {
        Path file = write("rules/a.yml", BAD);

        CommandRun run = CommandRun.of(home, "check");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().replace(file.toString(), "a.yml")).isEqualTo("""
                a.yml:5:56: error: group "g", rule "A": expr: missing closing ']' in duration [rules]
                    5 |         expr: sum(count_over_time({job="a"} |= "ERROR" [5m)) > 0
                      |                                                        ^
                a.yml:7:35: error: group "g", rule "A": annotation "summary": unknown name "valeu"; did you mean "value"? [rules]
                    7 |         annotations: {summary: "{{valeu}}, errors"}
                      |                                   ^
                1 file checked: 2 errors, 0 warnings, 0 hints
                """);
    }

    @Test
    void findingsOfTheLinterCountByTheirSeverity() throws Exception {
        Path file = write("a.yml", GOOD.replace("labels: {severity: critical}", "labels: {team: a}"));

        CommandRun run = CommandRun.of(home, "check", file.toString());
        CommandRun strict = CommandRun.of(home, "check", "--fail-on", "hint", file.toString());

        assertThat(run.out()).contains("[no-severity]").endsWith("1 file checked: 0 errors, 0 warnings, 1 hint\n");
        assertThat(run.code()).isZero();
        assertThat(strict.code()).isEqualTo(1);
    }

    @Test
    void theFilesAreComparedWithEachOther() throws Exception {
        write("config/datasources.yml", """
                datasources:
                  - {name: metrics, type: prometheus, url: "http://127.0.0.1:9090", default: true}
                """);
        write("config/contact-points.yml", """
                contact_points:
                  - name: chat
                    type: slack
                    settings: {url: "${SLACK_WEBHOOK_URL}"}
                """);
        write("config/policies.yml", "route: {receiver: chta}\n");
        write("rules/a.yml", """
                groups:
                  - name: promql
                    rules:
                      - alert: A
                        expr: up == 0
                        contact_points: [pager]
                        labels: {severity: critical}
                        annotations: {summary: down}
                  - name: other
                    datasource: logs
                    rules: []
                """);

        CommandRun run = CommandRun.of(home, "check");

        assertThat(run.out().replace(home + "/", ""))
                .contains(
                        "config/contact-points.yml:4:21: hint: contact point \"chat\": environment variable SLACK_WEBHOOK_URL is"
                                + " not set [contact-points]",
                        "config/policies.yml:1:19: warning: receiver: there is no contact point \"chta\" in the files; the"
                                + " policies are not in force until it is made in the page [policies]",
                        "rules/a.yml:6:26: warning: group \"promql\", rule \"A\": contact_points: there is no contact point"
                                + " \"pager\" yet; the contact points are chat, inbox",
                        "rules/a.yml:10:17: error: group \"other\": datasource: there is no data source \"logs\"; the data"
                                + " sources are default, metrics [rules]");
        assertThat(run.out()).endsWith("4 files checked: 1 error, 2 warnings, 1 hint\n");
    }

    @Test
    void templatesAreChecked() throws Exception {
        write("templates/slack.mustache", "{{#alerts}}\n{{summry}}\n{{/alerts}}\n");

        CommandRun run = CommandRun.of(home, "check");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("slack.mustache:2:3: error: ", "summary", "[template]");
    }

    @Test
    void aFileThatIsNotTocsinsIsSaidAndNotChecked() throws Exception {
        Path compose = write("more/docker-compose.yml", "services: {}\n");
        write("more/.hidden.yml", "services: {}\n");

        CommandRun named = CommandRun.of(home, "check", compose.toString());
        CommandRun walked = CommandRun.of(home, "check", home.resolve("more").toString());

        assertThat(named.out()).contains("docker-compose.yml:1:1: error: this is no file of Tocsin and is not checked");
        assertThat(walked.out()).contains("docker-compose.yml:1:1: warning: ").doesNotContain("hidden");
        assertThat(CommandRun.of(home, "check", "absent.yml").out()).contains("error: there is no such file [file]");
    }

    @Test
    void whateverIsYamlBelowTheRulesDirectoryIsTakenForRules() throws Exception {
        write("rules/kubernetes.yml", "apiVersion: v1\nkind: List\n");

        assertThat(CommandRun.of(home, "check").out()).contains("this looks like a Kubernetes object");
    }

    @Test
    void withoutAnyFileThereIsNothingToCheck() {
        CommandRun run = CommandRun.of(home, "check");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("tocsin: there is nothing to check");
    }

    @Test
    void programsReadJson() throws Exception {
        Path file = write("a.yml", BAD);

        JsonNode report = JsonMapper.shared()
                .readTree(CommandRun.of(home, "check", "--output", "json", file.toString())
                        .out());

        assertThat(report.get("failed").booleanValue()).isTrue();
        JsonNode finding = report.at("/files/0/cases/0/findings/0");
        assertThat(finding.get("file").stringValue()).isEqualTo(file.toString());
        assertThat(finding.get("line").intValue()).isEqualTo(5);
        assertThat(finding.get("column").intValue()).isEqualTo(56);
        assertThat(finding.get("severity").stringValue()).isEqualTo("error");
        assertThat(finding.get("code").stringValue()).isEqualTo("rules");
    }

    @Test
    void ciServersReadJunitXml() throws Exception {
        Path bad = write("a.yml", BAD.replace("name: g", "name: \"<g> & \\a\""));
        Path good = write("b.yml", GOOD);

        String xml = CommandRun.of(home, "check", "--output", "junit", bad.toString(), good.toString())
                .out();

        Element suites = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
        assertThat(suites.getAttribute("tests")).isEqualTo("2");
        assertThat(suites.getAttribute("failures")).isEqualTo("1");
        Element failure = (Element) suites.getElementsByTagName("failure").item(0);
        assertThat(failure.getTextContent()).contains("<g> &").contains(":5:56: error: ");
    }

    @Test
    void githubShowsFindingsBesideTheLines() throws Exception {
        Path file = write("a,b.yml", BAD);

        String commands = CommandRun.of(home, "check", "--output", "github", file.toString())
                .out();

        assertThat(commands.lines().findFirst().orElse("").replace(home.toString(), ""))
                .isEqualTo("::error file=/a%2Cb.yml,line=5,col=56,title=rules::group \"g\", rule \"A\": expr: missing"
                        + " closing ']' in duration");
    }

    @Test
    void whatAFileQuotesCannotSteerTheTerminal() throws Exception {
        Path file = write("a.yml", "groups:\n  - name: g\n    \"evil\\e[31m\": 1\n");

        assertThat(CommandRun.of(home, "check", file.toString()).out()).doesNotContain("\u001b");
    }

    private Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
