package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemark.RemarkKind;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.importer.ImportedRules;
import io.tocsin.importer.ImportedRules.GroupHead;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Makes alerting rules of Grafana's, a file for each folder. */
final class GrafanaRules {

    private static final Set<String> READ = Set.of(
            "uid",
            "id",
            "orgID",
            "orgId",
            "title",
            "condition",
            "data",
            "noDataState",
            "no_data_state",
            "execErrState",
            "exec_err_state",
            "for",
            "keepFiringFor",
            "keep_firing_for",
            "isPaused",
            "is_paused",
            "annotations",
            "labels",
            "notification_settings",
            "notificationSettings",
            "record",
            "folderUID",
            "ruleGroup",
            "grafana_alert",
            "updated",
            "updated_by",
            "provenance",
            "namespace_uid",
            "rule_group",
            "version",
            "intervalSeconds",
            "metadata",
            "guid",
            "expr",
            "dashboardUid",
            "dashboardUID",
            "panelId",
            "panelID");

    private final ImportedRules rules;
    private final GrafanaDataSources dataSources;
    private final Map<String, List<String>> receivers;

    /** @param receivers the contact points of each of Grafana's */
    GrafanaRules(ImportedRules rules, GrafanaDataSources dataSources, Map<String, List<String>> receivers) {
        this.rules = rules;
        this.dataSources = dataSources;
        this.receivers = receivers;
    }

    /** Where a rule stands in Grafana. */
    record RulePlace(String folder, String group, @Nullable String interval) {}

    /** The queries of a rule; empty when it is none. */
    static List<QueryNode> queries(Node rule, ImportRemarks remarks) {
        YamlFields fields = YamlFields.of(rule, "a rule", YamlSource.of(remarks));
        YamlFields nested = fields.mapping("grafana_alert");
        List<QueryNode> queries = new ArrayList<>();
        (nested == null ? fields : nested).list("data").forEach(node -> queries.add(QueryNode.of(node, remarks)));
        return queries;
    }

    void read(Node node, RulePlace place, ImportRemarks remarks) {
        YamlFields outer = YamlFields.of(node, "a rule", YamlSource.of(remarks));
        YamlFields nested = outer.mapping("grafana_alert");
        YamlFields fields = nested == null ? outer : nested;
        remarkUnknown(fields, remarks);
        String title = fields.text("title", "");
        try {
            YamlFields record = fields.mapping("record");
            String condition = record == null ? fields.text("condition", "") : record.text("from", "");
            Alarm alarm = new RuleExpression(queries(node, remarks), dataSources, node, remarks).alarm(condition);
            Map<String, Object> rule =
                    record == null ? alert(title, alarm, fields, outer, remarks) : recording(record, alarm, outer);
            rules.add(fileOf(place.folder()), group(place, alarm), rule, node, remarks);
        } catch (NotConvertibleException e) {
            remarks.lost(
                    e.place(),
                    "rule \"" + title + "\": " + e.getMessage() + "; the rule is left out, write it by hand");
        }
    }

    private static void remarkUnknown(YamlFields fields, ImportRemarks remarks) {
        for (String name : fields.names()) {
            if (name.startsWith("dashboardU") || name.startsWith("panelI")) {
                remarks.oncePerFile(
                        RemarkKind.LOST,
                        fields.place(name),
                        name + ": there are no dashboards here; put the address of the panel into an annotation");
            } else if (name.startsWith("missingSeries") || name.startsWith("missing_series")) {
                remarks.oncePerFile(
                        RemarkKind.LOST,
                        fields.place(name),
                        name + ": a series that is gone ends its alert at once; keep_firing_for keeps it for a time");
            } else if (!READ.contains(name)) {
                remarks.lost(fields.place(name), name + ": rules have no such field here");
            }
        }
    }

    /** Each folder is a file; letters of every language stay. */
    private static String fileOf(String folder) {
        String name = folder.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
        return (name.isEmpty() ? "grafana" : name) + ".yml";
    }

    /** Policies of Grafana may ask for the label with the folder's name. */
    private GroupHead group(RulePlace place, Alarm alarm) {
        return new GroupHead(
                place.group(),
                place.interval(),
                alarm.offset().isZero() ? null : PrometheusDuration.format(alarm.offset()),
                dataSources.name(alarm.dataSource()),
                place.folder().isEmpty() ? Map.of() : Map.of("grafana_folder", place.folder()));
    }

    private Map<String, Object> recording(YamlFields record, Alarm alarm, YamlFields outer) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("record", record.text("metric", ""));
        rule.put("expr", alarm.expression());
        putUnlessEmpty(rule, "labels", NodeTexts.of(outer.mapping("labels")));
        return rule;
    }

    private Map<String, Object> alert(
            String title, Alarm alarm, YamlFields fields, YamlFields outer, ImportRemarks remarks) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("alert", title);
        rule.put("expr", alarm.expression());
        if (!alarm.condition().isEmpty()) {
            rule.put("condition", alarm.condition());
        }
        putDuration(rule, "for", outer, "for", remarks);
        putDuration(rule, "keep_firing_for", outer, "keepFiringFor", remarks);
        putDuration(rule, "keep_firing_for", outer, "keep_firing_for", remarks);
        RuleStates states = new RuleStates(fields, remarks);
        states.putInto(rule);
        new RuleReceiver(receivers, remarks).putInto(rule, fields);
        if (alarm.isApproximate() || fields.flag("isPaused", fields.flag("is_paused", false))) {
            rule.put("paused", true);
        }
        GrafanaTexts texts = new GrafanaTexts(alarm.sameValue(), remarks);
        putUnlessEmpty(rule, "labels", texts.of(outer, "labels"));
        putUnlessEmpty(rule, "annotations", texts.of(outer, "annotations"));
        return rule;
    }

    private static void putDuration(
            Map<String, Object> rule, String name, YamlFields fields, String from, ImportRemarks remarks) {
        String text = fields.text(from);
        if (text == null) {
            return;
        }
        try {
            Duration duration = PrometheusDuration.parse(text);
            if (!duration.isZero()) {
                rule.put(name, PrometheusDuration.format(duration));
            }
        } catch (IllegalArgumentException e) {
            remarks.lost(fields.place(from), from + ": " + e.getMessage());
        }
    }

    private static void putUnlessEmpty(Map<String, Object> rule, String name, Map<String, Object> texts) {
        if (!texts.isEmpty()) {
            rule.put(name, texts);
        }
    }
}
