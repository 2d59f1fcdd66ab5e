package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleProblem;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import io.tocsin.rule.file.RuleFileLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule files are read with what the installation has: data sources, their languages, contact points. */
class RuleCheckIT {

    @TempDir
    static Path home;

    private static RunningTocsin tocsin;

    @BeforeAll
    static void start() throws IOException {
        Path rules = Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("datasources.yml"), """
                datasources:
                  - {name: default, type: embedded}
                  - name: metrics
                    type: prometheus
                    url: http://127.0.0.1:1
                """);
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - name: job_alarm
                    type: inbox
                """);
        Files.writeString(rules.resolve("metrics.yml"), """
                groups:
                  - name: hosts
                    datasource: metrics
                    rules:
                      - alert: HostDown
                        expr: up{job=~"node.*"} == 0 unless on(instance) maintenance{kind!="none"}
                        contact_points: [job_alarm, later]
                        labels: {severity: critical}
                        annotations: {summary: host is down}
                      - alert: ReadsLikeLogql
                        expr: count_over_time({job="node"}[1s]) > 0
                        labels: {severity: critical}
                        annotations: {summary: with LogQL this would look at one second of each minute}
                """);
        Files.writeString(rules.resolve("promql-for-loki.yml"), """
                groups:
                  - name: wrong language
                    rules:
                      - alert: HostDown
                        expr: up == 0
                """);
        Files.writeString(rules.resolve("unknown.yml"), """
                groups:
                  - name: nowhere
                    datasource: prod
                    rules:
                      - {alert: A, expr: vector(1)}
                """);
        tocsin = RunningTocsin.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    private static RuleCatalogSnapshot snapshot() {
        return tocsin.bean(RuleCatalog.class).snapshot();
    }

    @Test
    void promqlIsAcceptedInAGroupThatAsksAPrometheusAndIsNotLintedAsLogql() {
        assertThat(snapshot().group(new GroupKey("metrics.yml", "hosts"))).isPresent();
        assertThat(snapshot().findings())
                .noneMatch(finding -> finding.rule().group().file().equals("metrics.yml"));
    }

    @Test
    void promqlIsAProblemInAGroupThatAsksTheLogs() {
        assertThat(snapshot().problems().stream().map(RuleProblem::toString))
                .anyMatch(problem -> problem.startsWith("promql-for-loki.yml:5:15: group \"wrong language\","));
    }

    @Test
    void anUnknownDataSourceIsAProblemOfItsFileAlone() {
        assertThat(snapshot().problems().stream().map(RuleProblem::toString))
                .contains("unknown.yml:3:17: group \"nowhere\": datasource: there is no data source \"prod\";"
                        + " the data sources are default, metrics");
    }

    @Test
    void theWarningOfAnUnknownContactPointGoesWhenThereIsOne() throws IOException {
        assertThat(snapshot().warnings().stream().map(RuleProblem::toString))
                .anyMatch(warning -> warning.contains("there is no contact point \"later\" yet"));

        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - name: job_alarm
                    type: inbox
                  - name: later
                    type: inbox
                """);
        tocsin.bean(io.tocsin.contactpoint.file.ContactPointCatalog.class).reload();
        tocsin.bean(RuleFileLoader.class).reload();

        assertThat(snapshot().warnings()).isEmpty();
        assertThat(snapshot().group(new GroupKey("metrics.yml", "hosts"))).isPresent();
    }
}
