package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.evaluation.sharing.QuestionPlan;
import io.tocsin.template.Escaper;
import io.tocsin.template.TextTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule files that come with the program. */
class SampleRulesTest {

    static List<Path> files() throws IOException {
        try (Stream<Path> samples = Files.list(Path.of("rules"));
                Stream<Path> demo = Files.list(Path.of("demo/rules"))) {
            return Stream.concat(samples, demo).sorted().toList();
        }
    }

    private static RuleFileResult parse(Path file) {
        return new RuleFileParser()
                .parse(RuleGoldenFiles.read(file), file.getFileName().toString());
    }

    private static List<AlertRule> rules() throws IOException {
        return files().stream()
                .filter(file -> file.startsWith("rules"))
                .flatMap(file -> parse(file).ruleFile().orElseThrow().groups().stream())
                .flatMap(group -> group.rules().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValid(Path file) {
        RuleFileResult result = parse(file);

        assertThat(result.problems()).isEmpty();
        assertThat(result.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void rendersItsTexts(Path file) {
        Map<String, Object> model =
                Map.of("value", 3.0, "labels", Map.of("job", "ocr", "host", "server1", "service", "shop-api"));

        parse(file).ruleFile().orElseThrow().groups().stream()
                .flatMap(group -> group.rules().stream())
                .forEach(rule -> {
                    for (TextTemplate template : rule.annotations().values()) {
                        assertThat(template.render(model, Escaper.NONE))
                                .isNotBlank()
                                .doesNotContain("{{");
                    }
                    assertThat(rule.annotations()).containsKey("summary");
                    assertThat(rule.labels()).containsKey("severity");
                });
    }

    @Test
    void coversEveryBatchJobPerJobAndHost() throws IOException {
        List<AlertRule> jobs =
                rules().stream().filter(rule -> rule.name().endsWith("_alert")).toList();

        assertThat(jobs)
                .extracting(AlertRule::name)
                .containsExactly(
                        "ocr_alert",
                        "collector_alert",
                        "consumer_alert",
                        "hadoop_upload_alert",
                        "hadoop_event_alert",
                        "warehouse_alert",
                        "es_upload_alert");
        assertThat(jobs).allSatisfy(rule -> {
            assertThat(rule.expression()).contains("sum by (job, host)", "|= \"ERROR\" [5m]", "or vector(0)");
            assertThat(rule.condition()).isEqualTo(Condition.parse("> 0"));
            assertThat(rule.holdDuration()).isZero();
            assertThat(rule.keepFiringFor()).isZero();
        });
        assertThat(parse(Path.of("rules/job-alerts.yaml"))
                        .ruleFile()
                        .orElseThrow()
                        .groups())
                .extracting(RuleGroup::interval)
                .containsOnly(Duration.ofMinutes(5));
    }

    @Test
    void theSevenJobAlertsCostOneQuestion() {
        List<String> expressions = parse(Path.of("rules/job-alerts.yaml")).ruleFile().orElseThrow().groups().stream()
                .flatMap(group -> group.rules().stream())
                .map(AlertRule::expression)
                .toList();

        assertThat(expressions).hasSize(7);
        assertThat(QuestionPlan.of(expressions).questions())
                .singleElement()
                .satisfies(question -> assertThat(question.text())
                        .isEqualTo("sum by (job, host) (count_over_time({job=~\"ocr|collector|consumer|hadoop_upload|"
                                + "hadoop_event|warehouse|es_upload\"} |= \"ERROR\" [5m]))"));
    }

    @Test
    void coversTheOtherSituations() throws IOException {
        assertThat(rules())
                .extracting(AlertRule::name)
                .contains(
                        "http_5xx",
                        "phpinfo_scan",
                        "gunicorn_worker_restarts",
                        "spring_error_with_stack_trace",
                        "collector_quiet",
                        "collector_host_silent");
    }
}
