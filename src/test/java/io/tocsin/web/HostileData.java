package io.tocsin.web;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Names and texts that are long and have no place at which a line could be broken: what they do to the width of pages. */
final class HostileData {

    static final String WORD = "Unbreakable".repeat(14);

    /** As long as a contact point's may be. */
    static final String NAME = "n".repeat(100);

    static final String LABEL = "label_" + "name_".repeat(14) + "x";
    static final String FILE = "hostile-" + "file".repeat(20) + ".yml";
    static final String ADDRESS = "https://host.example/" + "segment/".repeat(20) + "?query=" + "value".repeat(20);
    static final String TEXT = "띄어쓰기없이이어지는말".repeat(12) + ' ' + ADDRESS + ' ' + WORD;

    private HostileData() {}

    static void writeFiles(Path home) throws IOException {
        Path rules = Files.createDirectories(home.resolve("rules"));
        Files.writeString(rules.resolve(FILE), """
                groups:
                  - name: %1$s
                    interval: 1s
                    rules:
                      - alert: %1$s
                        expr: sum by (job, host) (count_over_time({job="ocr", host=~"Unbreakable.*"} != "%1$s%1$s%1$s" [1h])) > 0
                        labels: {severity: critical, %2$s: %1$s}
                        annotations: {summary: %1$s, description: "%3$s", runbook_url: "%4$s", %2$s: "%3$s"}
                """.formatted(WORD, LABEL, TEXT, ADDRESS));
        Files.writeString(
                rules.resolve("broken-" + FILE),
                "groups: [{name: a, " + WORD + ": 1, rules: [{alert: b, expr: '" + ADDRESS + "'}]}]\n");
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - {name: %1$s, type: slack, settings: {url: "https://hooks.slack.com/services/T0/B0/never-asked", title: "%2$s"}, fallback: inbox}
                """.formatted(NAME, WORD));
        Files.writeString(home.resolve("policies.yml"), """
                route:
                  receiver: inbox
                  group_by: [alertname, host]
                  group_wait: 1s
                  routes:
                    - {matchers: ["%2$s = %1$sNever"], receiver: %3$s, mute_time_intervals: [%1$s]}
                time_intervals:
                  - {name: %1$s, time_intervals: [{years: ['2001']}]}
                inhibit_rules:
                  - {source_matchers: ["%2$s = %1$sNever"], target_matchers: ["%2$s = %1$sNever"], equal: [%2$s]}
                """.formatted(WORD, LABEL, NAME));
    }

    /** As in a JSON string. */
    static List<String> lines() {
        return List.of(
                "ERROR " + WORD.repeat(10),
                "ERROR " + ADDRESS,
                "ERROR " + TEXT,
                "{\\\"level\\\":\\\"error\\\",\\\"" + WORD + "\\\":\\\"" + WORD + "\\\"}");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
