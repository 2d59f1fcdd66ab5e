package io.tocsin.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dashboard, alerts and the page of metrics name what there is; that it is really exposed shows FirstAlertIT. */
class MonitoringFilesTest {

    private static final Pattern METER = Pattern.compile(
            "(?:\\.(?:counter|timer|gauge|builder)\\(|String QUERIES =|registry,\\s+catalog,|catalog,)\\s*\"(tocsin\\.[a-z.]+)\"");
    /** What Prometheus' names have behind those of Micrometer. */
    private static final Pattern ENDING = Pattern.compile("(_seconds|_bytes)?(_total|_count|_sum|_max)?$");

    @Test
    void everyMetricOfTheProgramIsDocumentedAndNoOther() throws IOException {
        Set<String> documented = new TreeSet<>();
        Files.readString(Path.of("docs/metrics.md"))
                .lines()
                .filter(line -> line.startsWith("| `tocsin_"))
                .forEach(line -> documented.add(base(line.split("`")[1])));

        assertThat(documented).isEqualTo(metersOfTheProgram());
    }

    private static Set<String> metersOfTheProgram() throws IOException {
        Set<String> meters = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            sources.filter(path -> path.toString().endsWith(".java"))
                    .map(MonitoringFilesTest::text)
                    .forEach(text -> METER.matcher(text)
                            .results()
                            .forEach(meter -> meters.add(base(meter.group(1).replace('.', '_')))));
        }
        assertThat(meters).hasSizeGreaterThan(40);
        return meters;
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base(String name) {
        return ENDING.matcher(name).replaceFirst("");
    }

    @Test
    void dashboardAndAlertsUseDocumentedMetricsOnly() throws IOException {
        String page = Files.readString(Path.of("docs/metrics.md"));

        assertThat(MonitoringFiles.queried())
                .hasSizeGreaterThan(20)
                .filteredOn(name -> name.startsWith("tocsin_"))
                .allMatch(name ->
                        page.contains("`" + name + "`") || page.contains("`" + name.replace("_count", "") + "`"));
    }

    @Test
    void theDashboardHasTitlesUnitsAndOneDataSource() throws IOException {
        JsonNode dashboard = new JsonMapper().readTree(Files.readString(Path.of("monitoring/tocsin-dashboard.json")));
        Set<Integer> ids = new TreeSet<>();

        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            assertThat(panel.get("title").asString()).isNotBlank();
            if (!panel.get("type").asString().equals("row")) {
                assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
                assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
                assertThat(panel.get("targets")).isNotEmpty();
            }
        }
        assertThat(ids).hasSizeGreaterThan(20);
    }

    @Test
    void alertsSayWhatIsWrongAndWhatToDo() throws IOException {
        Map<String, Object> file =
                ComposeProject.map(ComposeProject.yaml(Files.readString(Path.of("monitoring/tocsin-rules.yml"))));
        Map<String, Object> group =
                ComposeProject.map(ComposeProject.list(file.get("groups")).get(0));

        assertThat(ComposeProject.list(group.get("rules")))
                .hasSizeGreaterThan(8)
                .allSatisfy(node -> {
                    Map<String, Object> rule = ComposeProject.map(node);
                    assertThat(rule.keySet()).containsAll(List.of("alert", "expr", "labels", "annotations"));
                    assertThat(ComposeProject.map(rule.get("labels")).get("severity"))
                            .isIn("critical", "warning");
                    assertThat(ComposeProject.map(rule.get("annotations"))).containsOnlyKeys("summary", "description");
                });
    }
}
