package io.tocsin.importer.elastalert;

import io.tocsin.importer.ImportRemarks;
import io.tocsin.importer.ImportedRules;
import io.tocsin.importer.ImportedRules.GroupHead;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.YamlFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** One rule of ElastAlert: {@code frequency}, {@code flatline}, {@code spike} and {@code any} have a counterpart. */
final class ElastalertRule {

    private static final Map<String, String> OTHER_TYPES = Map.of(
            "change", "write a rule for each value that matters",
            "new_term", "there is no memory of terms here; alert on the term itself",
            "cardinality", "write count(count by (FIELD) (count_over_time({…} | json [5m])))",
            "metric_aggregation", "write avg_over_time({…} | json | unwrap FIELD [5m])",
            "spike_aggregation", "write avg_over_time({…} | json | unwrap FIELD [5m]), divided by the same with offset",
            "percentage_match", "write sum(count_over_time(THESE)) / sum(count_over_time(ALL)) * 100",
            "blacklist", "write a frequency rule with the words as filter",
            "whitelist", "write a frequency rule with the words as negated filter");

    private final ElastalertImport.ElastalertFile source;
    private final YamlFields fields;
    private final ImportRemarks remarks;
    private final ElastalertTargets targets;
    private final String selector;
    private final @Nullable Duration interval;

    ElastalertRule(
            ElastalertImport.ElastalertFile source,
            ElastalertTargets targets,
            String selector,
            @Nullable Duration interval) {
        this.source = source;
        this.fields = source.fields();
        this.remarks = source.remarks();
        this.targets = targets;
        this.selector = selector;
        this.interval = interval;
    }

    void addTo(ImportedRules rules) {
        String name = fields.text("name", "");
        String type = fields.text("type", "");
        FilterReader reader = new FilterReader(remarks);
        DocumentFilter.All filter = reader.read(fields.list("filter"));
        List<String> keys = keys();
        LogqlFilter pipeline = LogqlFilter.of(filter, !keys.isEmpty());
        if (pipeline.readsLineAsField()) {
            remarks.changed(
                    fields.place("filter"),
                    "words of the line beside other conditions: they are looked for in the field \"message\" of lines"
                            + " that are JSON");
        }
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("alert", name);
        if (!put(rule, type, new CountedLines(streams() + pipeline.pipeline(), labels(keys), timeframe(type)))) {
            return;
        }
        ElastalertFields.remark(source, ElastalertTargets::isTarget);
        List<String> contactPoints = targets.of(source);
        if (!contactPoints.isEmpty()) {
            rule.put("contact_points", contactPoints);
        }
        boolean isEnabled = fields.flag("is_enabled", true);
        if (!reader.isComplete() || !isEnabled) {
            rule.put("paused", true);
        }
        if (!reader.isComplete()) {
            remarks.toDo(fields.place("filter"), "the rule is paused until its expr says all of the filter");
        }
        texts(rule, keys);
        rules.add("elastalert.yml", group(), rule, fields.node(), remarks);
    }

    private boolean put(Map<String, Object> rule, String type, CountedLines lines) {
        switch (type) {
            case "frequency" -> {
                rule.put("expr", lines.count());
                rule.put("condition", ">= " + fields.text("num_events", "1"));
            }
            case "any" -> {
                rule.put("expr", lines.count());
                rule.put("condition", "> 0");
            }
            case "flatline" -> new Flatline(fields, lines, remarks).putInto(rule);
            case "spike" -> rule.put("expr", new Spike(fields, lines).expression());
            default -> {
                remarks.lost(
                        fields.place("type"),
                        "rule \"" + fields.text("name", "") + "\": the type \"" + type
                                + "\" has no counterpart; the rule"
                                + " is left out: "
                                + OTHER_TYPES.getOrDefault(type, "write a rule with an expr that says the same"));
                return false;
            }
        }
        return true;
    }

    private void texts(Map<String, Object> rule, List<String> keys) {
        Map<String, Object> labels = new LinkedHashMap<>();
        for (String name : List.of("priority", "owner")) {
            if (fields.has(name)) {
                labels.put(name, fields.text(name, ""));
            }
        }
        if (!labels.isEmpty()) {
            rule.put("labels", labels);
        }
        Map<String, Object> annotations = new ElastalertTexts(fields, keys, remarks).annotations();
        if (!annotations.isEmpty()) {
            rule.put("annotations", annotations);
        }
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (ScalarNode key : fields.scalars("query_key")) {
            keys.add(IndexedWords.nameOf(key.getValue()));
        }
        return keys;
    }

    private static List<String> labels(List<String> keys) {
        return keys.stream().map(IndexedWords::label).toList();
    }

    private Duration timeframe(String type) {
        Duration own = TimeSpans.read(fields, "timeframe", remarks);
        if (own != null) {
            return own;
        }
        if (!type.equals("any")) {
            remarks.changed(fields.node(), "there is no timeframe: 1m is taken");
        }
        return interval == null ? Duration.ofMinutes(1) : interval;
    }

    /** Elasticsearch has indexes, Loki has streams: which hold the same nobody can know here. */
    private String streams() {
        if (!selector.isEmpty()) {
            return selector;
        }
        String index = fields.text("index", "");
        String job = index.replaceFirst("^[^:]*:", "")
                .split(",", -1)[0]
                .replaceAll("%[A-Za-z]", "")
                .replaceAll("[^A-Za-z0-9_]*\\*.*$", "")
                .replaceAll("[^A-Za-z0-9_-]+", "-")
                .replaceAll("^[-_.]+|[-_.]+$", "");
        String guessed = "{job=\"" + (job.isEmpty() ? "elastalert" : job) + "\"}";
        remarks.toDo(
                fields.place("index"),
                "write the selector of the streams that hold what the index \"" + index + "\" held; " + guessed
                        + " is a guess (or import with --selector)");
        return guessed;
    }

    private GroupHead group() {
        Duration own = TimeSpans.read(fields, "run_every", remarks);
        Duration every = own == null ? interval : own;
        Duration delay = TimeSpans.read(fields, "query_delay", remarks);
        return new GroupHead(
                "elastalert",
                every == null ? null : PrometheusDuration.format(every),
                delay == null ? null : PrometheusDuration.format(delay),
                null,
                Map.of());
    }
}
