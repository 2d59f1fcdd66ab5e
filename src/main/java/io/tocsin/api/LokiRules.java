package io.tocsin.api;

import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.template.TextTemplate;
import io.tocsin.text.PlainDurations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The rules in force as the API of Loki's ruler lists them: YAML, by file, with the fields that a ruler knows. */
@Component
class LokiRules {

    private final RuleCatalog catalog;

    LokiRules(RuleCatalog catalog) {
        this.catalog = catalog;
    }

    /** All files; a ruler calls them namespaces. Empty when there is no group. */
    Optional<String> all() {
        return print(group -> true);
    }

    /** Empty when there is no such file. */
    Optional<String> namespace(String file) {
        return print(group -> group.key().file().equals(file));
    }

    /** Empty when there is no such group. */
    Optional<String> group(String file, String name) {
        return catalog.snapshot().groups().stream()
                .filter(group ->
                        group.key().file().equals(file) && group.key().group().equals(name))
                .findFirst()
                .map(group -> yaml().dump(fields(group)));
    }

    private Optional<String> print(Predicate<RuleGroup> wanted) {
        SortedMap<String, List<Map<String, Object>>> byFile = new TreeMap<>();
        catalog.snapshot().groups().stream()
                .filter(wanted)
                .forEach(group -> byFile.computeIfAbsent(group.key().file(), file -> new ArrayList<>())
                        .add(fields(group)));
        return byFile.isEmpty() ? Optional.empty() : Optional.of(yaml().dump(byFile));
    }

    /** Not shared: it is not safe for several threads. */
    private static Yaml yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options);
    }

    private static Map<String, Object> fields(RuleGroup group) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", group.key().group());
        fields.put("interval", PlainDurations.print(group.interval()));
        if (group.limit() > 0) {
            fields.put("limit", group.limit());
        }
        List<Map.Entry<Integer, Map<String, Object>>> rules = new ArrayList<>();
        group.rules().forEach(rule -> rules.add(Map.entry(rule.line(), fields(rule))));
        group.recordings().forEach(rule -> rules.add(Map.entry(rule.line(), fields(rule))));
        fields.put(
                "rules",
                rules.stream()
                        .sorted(Comparator.comparingInt(Map.Entry::getKey))
                        .map(Map.Entry::getValue)
                        .toList());
        return fields;
    }

    private static Map<String, Object> fields(AlertRule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("alert", rule.name());
        fields.put("expr", rule.expression());
        put(fields, "for", rule.holdDuration());
        put(fields, "keep_firing_for", rule.keepFiringFor());
        put(fields, "labels", sources(rule.labels()));
        put(fields, "annotations", sources(rule.annotations()));
        return fields;
    }

    private static Map<String, Object> fields(RecordingRule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("record", rule.name());
        fields.put("expr", rule.expression());
        put(fields, "labels", rule.labels());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, Duration duration) {
        if (!duration.isZero()) {
            fields.put(name, PlainDurations.print(duration));
        }
    }

    private static void put(Map<String, Object> fields, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            fields.put(name, new TreeMap<>(values));
        }
    }

    private static Map<String, String> sources(Map<String, TextTemplate> templates) {
        Map<String, String> sources = new TreeMap<>();
        templates.forEach((name, template) -> sources.put(name, template.source()));
        return sources;
    }
}
