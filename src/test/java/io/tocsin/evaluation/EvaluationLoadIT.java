package io.tocsin.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import io.tocsin.TocsinProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 5,000 rules in 500 groups at one minute against a stand-in Loki: no slot is missed, and each starts in time. */
@Tag("soak")
class EvaluationLoadIT {

    private static final int GROUPS = 500;
    private static final int RULES_PER_GROUP = 10;

    @TempDir
    private Path home;

    @Test
    void startsEverySlotOfFiveThousandRulesWithinTwoSeconds() throws Exception {
        writeRules();
        try (LokiStandIn loki =
                        new LokiStandIn((query, at) -> Math.floorMod((query + at).hashCode(), 20) == 0 ? 7 : 0);
                TocsinProcess tocsin = TocsinProcess.start(
                        home,
                        TocsinProcess.freePort(),
                        Map.of(
                                "TOCSIN_LOKI_URL", loki.url(),
                                "TOCSIN_RULES_DIR", home.resolve("rules").toString()))) {
            TimeUnit.SECONDS.sleep(90);
            String before = metrics(tocsin);
            double liveBefore = value(before, "tocsin_slots_total{outcome=\"live\"}");
            long questionsBefore = loki.questions();
            TimeUnit.SECONDS.sleep(180);
            String after = metrics(tocsin);

            double live = value(after, "tocsin_slots_total{outcome=\"live\"}") - liveBefore;
            double p99 = value(after, "tocsin_group_start_delay_seconds{quantile=\"0.99\"}");
            System.out.printf(
                    "load: %.0f slots, %d questions in 180 s, start delay p99 %.3f s, evaluation p99 %.3f s, rss %s%n",
                    live,
                    loki.questions() - questionsBefore,
                    p99,
                    value(after, "tocsin_group_evaluation_seconds{quantile=\"0.99\"}"),
                    rss(tocsin.pid()));
            assertThat(live).isBetween(GROUPS * 3.0 - 20, GROUPS * 3.0 + 20);
            assertThat(value(after, "tocsin_slots_total{outcome=\"skipped\"}")).isZero();
            assertThat(value(after, "tocsin_slots_total{outcome=\"caught_up\"}"))
                    .isEqualTo(value(before, "tocsin_slots_total{outcome=\"caught_up\"}"));
            assertThat(p99).isLessThan(2);
        }
    }

    private void writeRules() throws Exception {
        Path rules = Files.createDirectories(home.resolve("rules"));
        for (int group = 0; group < GROUPS; group++) {
            StringBuilder text = new StringBuilder("groups:\n  - name: g\n    interval: 1m\n    rules:\n");
            for (int rule = 0; rule < RULES_PER_GROUP; rule++) {
                text.append("""
                              - alert: alert_%d_%d
                                expr: sum by (host) (count_over_time({job="job%d"} |= "ERROR%d" [1m]))
                                condition: "> 0"
                                labels: {severity: critical}
                                annotations: {summary: "{{value}} errors on {{labels.host}}"}
                        """.formatted(group, rule, group, rule).indent(0));
            }
            Files.writeString(rules.resolve("group" + group + ".yml"), text);
        }
    }

    private static String metrics(TocsinProcess tocsin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(tocsin.uri("/actuator/prometheus"))
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static double value(String metrics, String name) {
        Matcher matcher =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(metrics);
        assertThat(matcher.find()).as("metric %s in:%n%s", name, metrics).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private static String rss(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("unknown");
    }
}
