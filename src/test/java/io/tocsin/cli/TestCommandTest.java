package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TestCommandTest {

    private static final String RULES = """
            groups:
              - name: g
                rules:
                  - alert: A
                    expr: sum by (host) (count_over_time({job="a"} |= "ERROR" [1m]))
                    condition: "> 1"
                    for: 1m
                    keep_firing_for: 2m
                    labels: {severity: critical}
                    annotations: {summary: "{{value}} on {{labels.host}}", description: "at {{active_at}}"}
            """;

    @TempDir
    private Path home;

    @BeforeEach
    void writeRules() throws IOException {
        write("rules/a.yml", RULES);
    }

    /** Each file of sample rules has its tests, and they pass in an empty environment. */
    @Test
    void theTestsOfTheSampleRulesPass() throws Exception {
        Path project = Path.of("").toAbsolutePath();

        CommandRun run =
                CommandRun.of(home, "test", project.resolve("rule-tests").toString());

        assertThat(run.out()).matches("(?s)\\d+ tests passed\n");
        assertThat(run.code()).isZero();
        try (Stream<Path> rules = Files.list(project.resolve("rules"))) {
            assertThat(rules.map(file -> project.resolve("rule-tests").resolve(file.getFileName())))
                    .isNotEmpty()
                    .allSatisfy(tests -> assertThat(tests).exists());
        }
    }

    @Test
    void pendingFiringAndRecoveringAlertsCanBeExpected() throws Exception {
        assertPasses("""
                input:
                  - stream: '{job="a", host="h1"}'
                    lines: [{at: 30s, every: 30s, times: 6, line: "ERROR {{n}}"}]
                alert_rule_test:
                  - eval_time: 1m
                    alertname: A
                    exp_alerts: [{exp_labels: {host: h1, severity: critical}, exp_state: pending, exp_value: 2}]
                  - {eval_time: 1m, alertname: A}
                  - eval_time: 2m
                    alertname: A
                    exp_alerts:
                      - exp_labels: {host: h1, severity: critical}
                        exp_annotations: {summary: 2 on h1, description: "at 1970-01-01T00:01:00Z"}
                  - eval_time: 4m
                    alertname: A
                    exp_alerts: [{exp_labels: {host: h1, severity: critical}, exp_state: recovering}]
                  - eval_time: 5m59s
                    alertname: A
                    exp_alerts: [{exp_labels: {host: h1, severity: critical}}]
                  - {eval_time: 6m, alertname: A}
                """);
    }

    @Test
    void whatRecordingRulesRecordCanBeExpected() throws Exception {
        write("rules/a.yml", RULES + """
                      - record: a:errors
                        expr: sum by (host) (count_over_time({job="a"} |= "ERROR" [1m]))
                        labels: {team: data}
                """);
        assertPasses("""
                input:
                  - stream: '{job="a", host="h1"}'
                    lines: [{at: 30s, every: 30s, times: 6, line: "ERROR {{n}}"}]
                recording_rule_test:
                  - {eval_time: 0s, record: "a:errors"}
                  - eval_time: 2m30s
                    record: a:errors
                    exp_samples: [{labels: '{host="h1", team="data"}', value: 2}]
                """);

        Path file = write("tests/a.yml", """
                rule_files: [../rules/a.yml]
                tests:
                  - name: t
                    input: [{stream: '{job="a", host="h1"}', lines: [{at: 30s, line: "ERROR"}]}]
                    recording_rule_test:
                      - {eval_time: 1m, record: "a:errors", exp_samples: [{labels: '{host="h1"}', value: 1}]}
                      - {eval_time: 1m, record: "a:other"}
                """);
        CommandRun failed = CommandRun.of(home, "test", file.toString());

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out())
                .contains("recorded \"a:errors\" at 1m", "- {host=\"h1\"}", "+ {host=\"h1\", team=\"data\"}")
                .contains("no rule of the rule files records \"a:other\"");
    }

    @Test
    void aDifferenceIsShownLineByLine() throws Exception {
        CommandRun run = run("""
                input:
                  - stream: '{job="a", host="h1"}'
                    lines: [{at: 0s, every: 20s, times: 9, line: ERROR}]
                  - stream: '{job="a", host="h2"}'
                    lines: [{at: 0s, every: 20s, times: 9, line: ERROR}]
                alert_rule_test:
                  - eval_time: 2m
                    alertname: A
                    exp_alerts:
                      - {exp_labels: {host: h1, severity: critical}, exp_value: 4, exp_annotations: {summary: 3 on h1}}
                      - {exp_labels: {host: h3, severity: critical}}
                logql_expr_test:
                  - expr: count_over_time({job="a"}[1m])
                    eval_time: 2m
                    exp_samples: [{labels: '{job="a"}', value: 3}]
                """);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().replace(home + "/", ""))
                .startsWith("""
                tests/a.yml:10:9: error: test "it": alert "A" at 2m: expected (-), got (+)
                  - {host="h1", severity="critical"} firing 4
                  + {host="h1", severity="critical"} firing 3
                  - {host="h3", severity="critical"} firing
                  + {host="h2", severity="critical"} firing 3 [test]
                """)
                .contains("""
                error: test "it": expression at 2m: expected (-), got (+)
                  - {job="a"} 3
                  + {detected_level="error", host="h1", job="a", service_name="a"} 3
                  + {detected_level="error", host="h2", job="a", service_name="a"} 3 [test]
                """)
                .endsWith("1 of 1 test failed\n");
    }

    @Test
    void aLineIsFoundWhenItHasArrived() throws Exception {
        write("rules/a.yml", RULES.replace("\"> 1\"", "\"> 0\"").replace("for: 1m", "for: 0s"));

        assertPasses("""
                input:
                  - stream: '{job="a", host="late"}'
                    lines: [{at: 50s, arrives: 70s, line: "ERROR late", metadata: {trace_id: "1"}}]
                alert_rule_test:
                  - {eval_time: 1m, alertname: A}
                  - {eval_time: 2m, alertname: A}
                logql_expr_test:
                  - {expr: 'sum(count_over_time({job="a"}[1m]))', eval_time: 1m, exp_samples: []}
                  - expr: sum by (trace_id) (count_over_time({job="a"}[2m]))
                    eval_time: 2m
                    exp_samples: [{labels: '{trace_id="1"}', value: 1}]
                """);
    }

    @Test
    void messagesGoTheWayOfThePoliciesAndReadAsTheContactPointShowsThem() throws Exception {
        write("config/contact-points.yml", """
                contact_points:
                  - name: chat
                    type: discord
                    language: ko
                    settings: {url: "${DISCORD_URL}"}
                  - name: ops
                    type: slack
                    settings: {url: "${SLACK_URL}", title: "{{alertname}} & more"}
                  - name: hook
                    type: webhook
                    settings: {url: "https://example.org/x"}
                """);
        write("config/policies.yml", """
                route:
                  receiver: chat
                  group_wait: 10s
                  routes:
                    - {matchers: ["host=h2"], receiver: ops, continue: true}
                    - {matchers: ["host=h2"], receiver: hook}
                """);

        assertPasses(Map.of("TOCSIN_ALLOWED_WEBHOOK_HOSTS", "example.org"), """
                input:
                  - stream: '{job="a", host="h1"}'
                    lines: [{at: 0s, every: 20s, times: 9, line: "ERROR one <!channel> *bold*"}]
                  - stream: '{job="a", host="h2"}'
                    lines: [{at: 0s, every: 20s, times: 9, line: "ERROR two"}]
                message_test:
                  - {eval_time: 2m9s, contact_point: chat, count: 0}
                  - eval_time: 2m10s
                    contact_point: chat
                    count: 1
                    contains: ["3 on h1", "ERROR one", "*bold*", "발생"]
                    excludes: ["h2"]
                  - {eval_time: 3m, contact_point: ops, contains: ["ERROR two"]}
                  - {eval_time: 3m, contact_point: hook, contains: ['"status" : "firing"']}
                  - {eval_time: 3m, contact_point: inbox, count: 0}
                """);
    }

    @Test
    void aMessageThatIsNotAsExpectedIsShown() throws Exception {
        CommandRun run = run("""
                input:
                  - stream: '{job="a", host="h1"}'
                    lines: [{at: 0s, every: 20s, times: 9, line: "ERROR one"}]
                message_test:
                  - {eval_time: 3m, contact_point: inbox, contains: ["ERROR two"], excludes: ["h1"]}
                  - {eval_time: 3m, contact_point: nobody, contains: ["ERROR"]}
                """);

        assertThat(run.out())
                .contains("it lacks \"ERROR two\"; it contains \"h1\"; the newest one reads\n  | [FIRING] A")
                .contains("messages to \"nobody\" until 3m: there is none; told were inbox");
    }

    @Test
    void everythingThatIsWrongWithAFileIsSaidWithItsPlace() throws Exception {
        Path file = write("tests/bad.yml", """
                rule_files: [../rules/a.yml]
                group_eval_order: [g]
                tests:
                  - input_series: []
                    input:
                      - stream: '{job=~"a"}'
                        lines:
                          - {every: 1m, line: x}
                          - {at: 5m, arrives: 4m, line: x, file: y}
                          - {at: 5, times: 3, line: x}
                    alert_rule_test:
                      - {alertname: A, exp_alerts: [{exp_lables: {}, exp_state: fired}]}
                    logql_expr_test:
                      - {expr: 'sum(count_over_time({job="a"}[1m))', eval_time: 1m}
                      - {expr: '{job="a"}', eval_time: 1m}
                """);

        CommandRun run = CommandRun.of(home, "test", file.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines().filter(line -> line.contains(": error: ")).toList())
                .extracting(line -> line.substring(line.indexOf("bad.yml:") + 8).replace(" [test]", ""))
                .containsExactly(
                        "2:1: error: unknown field \"group_eval_order\" in a file of tests; groups do not depend on each"
                                + " other; leave it out",
                        "4:5: error: unknown field \"input_series\" in a test; rules ask for logs: give lines with"
                                + " \"input\"",
                        "6:18: error: stream: \"{job=~\"a\"}\" is not a label set; write {name=\"value\"}",
                        "8:13: error: \"at\" is missing",
                        "9:13: error: a line is given by \"line\", or several by \"file\"",
                        "9:31: error: arrives: a line cannot arrive before it is written",
                        "10:18: error: at: \"5\" has no unit; did you mean \"5s\" or \"5m\"?",
                        "10:28: error: \"times\" needs \"line\" and \"every\"",
                        "12:9: error: \"eval_time\" is missing",
                        "12:38: error: unknown field \"exp_lables\" in an expected alert; did you mean \"exp_labels\"?",
                        "12:65: error: exp_state: \"fired\" is none of pending, firing, recovering",
                        "14:46: error: expr: missing closing ']' in duration",
                        "15:17: error: expr: this query yields log lines; a test compares numbers");
        assertThat(CommandRun.of(home, "check", file.toString()).out()).contains("bad.yml:2:1: error: ");
    }

    @Test
    void problemsOfTheRulesAreShownInTheirFile() throws Exception {
        write("rules/a.yml", RULES.replace("[1m]", "[1m"));

        CommandRun run = run("{}");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("rules/a.yml:5:", "missing closing ']'");
    }

    @Test
    void whatCannotBeFoundIsSaid() throws Exception {
        assertThat(run("{alert_rule_test: [{eval_time: 1m, alertname: B}]}").out())
                .contains("no rule of the rule files is called \"B\"");
        assertThat(run("{}").out()).contains("the test expects nothing");
        assertThat(run("""
                input: [{stream: '{job="a"}', lines: [{at: 0s, file: absent.log}]}]
                alert_rule_test: [{eval_time: 1m, alertname: A}]
                """).out()).contains("there is no file ", "absent.log");
        Path file = write("tests/b.yml", "rule_files: [nothing.yml, '../rules/*.yaml']\ntests: []\n");
        assertThat(CommandRun.of(home, "test", file.toString()).out())
                .contains("b.yml:1:14: error: there is no file ", "b.yml:1:27: error: there is no file ");
    }

    @Test
    void aLineThatLokiWouldRefuseFailsTheTest() throws Exception {
        assertThat(run("""
                input: [{stream: '{job="a"}', lines: [{at: 0s, line: x, metadata: {"": y}}]}]
                alert_rule_test: [{eval_time: 1m, alertname: A}]
                """).out()).contains("refused, as Loki would: ");
    }

    @Test
    void aRuleThatCannotBeEvaluatedFailsTheTest() throws Exception {
        write("rules/a.yml", """
                groups:
                  - name: g
                    rules:
                      - alert: A
                        expr: sum by (job) (count_over_time({job="a"}[1m])) / on(job) count_over_time({job="a"}[1m])
                        labels: {severity: critical}
                        annotations: {summary: s}
                """);

        assertThat(run("""
                input:
                  - {stream: '{job="a", host="h1"}', lines: [{at: 0s, line: x}]}
                  - {stream: '{job="a", host="h2"}', lines: [{at: 0s, line: x}]}
                alert_rule_test: [{eval_time: 0s, alertname: A}]
                """).out()).contains("rule \"A\" cannot be evaluated at 0s: ");
    }

    @Test
    void ciServersGetOneCaseForEachTest() throws Exception {
        Path file = write("tests/a.yml", test("alert_rule_test: [{eval_time: 1m, alertname: A}]"));

        JsonNode report = JsonMapper.shared()
                .readTree(CommandRun.of(home, "test", "--output", "json", file.toString())
                        .out());

        assertThat(report.at("/files/0/cases/0/name").stringValue()).isEqualTo("it");
        assertThat(report.at("/files/0/cases/0/failed").booleanValue()).isFalse();
        assertThat(CommandRun.of(home, "test", "--output", "junit", file.toString())
                        .out())
                .contains("<testcase classname=\"" + file + "\" name=\"it\"");
    }

    @Test
    void withoutFilesOfTestsTheCommandIsUsedWrongly() {
        assertThat(CommandRun.of(home, "test", home.resolve("rules").toString()).code())
                .isEqualTo(2);
        assertThat(CommandRun.of(home, "test").code()).isEqualTo(2);
    }

    private void assertPasses(String body) throws IOException {
        assertPasses(Map.of(), body);
    }

    private void assertPasses(Map<String, String> environment, String body) throws IOException {
        Path file = write("tests/a.yml", test(body));
        CommandRun run = CommandRun.of(environment, home, "test", file.toString());
        assertThat(List.of(run.out(), run.err())).containsExactly("1 test passed\n", "");
        assertThat(run.code()).isZero();
    }

    private CommandRun run(String body) throws IOException {
        return CommandRun.of(home, "test", write("tests/a.yml", test(body)).toString());
    }

    private static String test(String body) {
        String indented = body.strip().startsWith("{")
                ? "  - "
                        + body.strip()
                                .replaceFirst("\\{(.+)}", "{name: it, $1}")
                                .replace("{}", "{name: it}") + "\n"
                : "  - name: it\n" + body.indent(4);
        return "rule_files: [../rules/a.yml]\ntests:\n" + indented;
    }

    private Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
