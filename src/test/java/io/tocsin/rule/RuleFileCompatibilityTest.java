package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.template.Escaper;
import io.tocsin.text.go.PrometheusDuration;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as people have them for Prometheus and the Loki ruler are read unchanged, and their texts mean the same. */
class RuleFileCompatibilityTest {

    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("job", "checkout"),
            Map.entry("instance", "web-1.example.com:9100"),
            Map.entry("service", "payments"),
            Map.entry("route", "/cart/items"),
            Map.entry("cluster", "eu1"),
            Map.entry("vhost", "shop.example.com"),
            Map.entry("device", "/dev/sda1"),
            Map.entry("mountpoint", "/var"));

    static List<Path> files() {
        return RuleGoldenFiles.in("compat");
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsTheFileUnchanged(Path file) {
        boolean isPromql = file.getFileName().toString().startsWith("prometheus");
        RuleFileParser parser = new RuleFileParser(new ExpressionCheck(dataSource -> !isPromql));

        RuleFileResult result =
                parser.parse(RuleGoldenFiles.read(file), file.getFileName().toString());

        assertThat(result.problems()).isEmpty();
        StringBuilder text = new StringBuilder();
        result.warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        result.ruleFile().orElseThrow().groups().forEach(group -> describe(group, text));
        RuleGoldenFiles.assertMatches(file, text.toString());
    }

    private static void describe(RuleGroup group, StringBuilder text) {
        text.append("group ").append(group.key().group()).append('\n');
        group.recordings()
                .forEach(rule -> text.append("  record ")
                        .append(rule.name())
                        .append(' ')
                        .append(rule.labels())
                        .append('\n'));
        for (AlertRule rule : group.rules()) {
            text.append("  ")
                    .append(rule.name())
                    .append(" for=")
                    .append(PrometheusDuration.format(rule.holdDuration()))
                    .append(" keep_firing_for=")
                    .append(PrometheusDuration.format(rule.keepFiringFor()))
                    .append('\n');
            Map<String, Object> model = model(rule);
            rule.labels()
                    .forEach((name, template) -> text.append("    label ")
                            .append(name)
                            .append(": ")
                            .append(template.render(model, Escaper.NONE))
                            .append('\n'));
            rule.annotations()
                    .forEach((name, template) -> text.append("    ")
                            .append(name)
                            .append(": ")
                            .append(template.render(model, Escaper.NONE).replace("\n", "\\n"))
                            .append('\n'));
        }
    }

    private static Map<String, Object> model(AlertRule rule) {
        Map<String, Object> model = new HashMap<>();
        model.put("value", 64.5);
        model.put("labels", LABELS);
        model.put("rule", rule.name());
        model.put("external_url", "http://localhost:8080");
        model.put("external_labels", Map.of());
        return model;
    }
}
