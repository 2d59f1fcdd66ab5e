package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemark.RemarkKind;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What stands in the files of an installation: those for provisioning, exports of the pages, and answers of the
 * provisioning API, of the ruler's API and of the Alertmanager's.
 */
final class GrafanaParts {

    private static final Set<String> PROVISIONING = Set.of(
            "apiVersion",
            "groups",
            "contactPoints",
            "policies",
            "muteTimes",
            "templates",
            "deleteRules",
            "deleteContactPoints",
            "deleteTemplates",
            "deleteMuteTimes",
            "resetPolicies");

    /** A rule and where it stands. */
    record RulePart(Node node, GrafanaRules.RulePlace place, ImportRemarks remarks) {}

    /** One integration of a contact point, or a contact point without one. */
    record ReceiverPart(String name, @Nullable Node integration, Node place, ImportRemarks remarks) {}

    /** Anything else. */
    record OtherPart(Node node, ImportRemarks remarks) {}

    /** A file of templates. */
    record TemplatePart(String name, String text, Node node, ImportRemarks remarks) {

        private static final Pattern DEFINITION = Pattern.compile("\\{\\{-?\\s*define\\s");

        /** What it is called here. */
        String file() {
            String file = name.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceAll("\\.tmpl$", "");
            return (file.isEmpty() ? "template" : file) + ".tmpl";
        }

        /** Grafana takes a text without a definition for the definition of its name. */
        String content() {
            String whole =
                    DEFINITION.matcher(text).find() ? text : "{{ define \"" + name + "\" }}" + text + "{{ end }}";
            return whole.endsWith("\n") ? whole : whole + "\n";
        }
    }

    final List<RulePart> rules = new ArrayList<>();
    final List<ReceiverPart> receivers = new ArrayList<>();
    final List<OtherPart> policies = new ArrayList<>();
    final List<OtherPart> muteTimings = new ArrayList<>();
    final List<TemplatePart> templates = new ArrayList<>();

    void read(Node document, ImportRemarks remarks) {
        if (document instanceof SequenceNode list) {
            list.getValue().forEach(node -> ofList(fields(node, remarks), remarks));
            return;
        }
        YamlFields fields = fields(document, remarks);
        YamlFields config = fields.mapping("alertmanager_config");
        if (config != null) {
            ofAlertmanager(fields, config, remarks);
        } else if (fields.has("receiver") || fields.has("routes")) {
            policies.add(new OtherPart(document, remarks));
        } else if (isRuler(fields)) {
            fields.names()
                    .forEach(folder ->
                            fields.list(folder).forEach(group -> group(fields(group, remarks), folder, remarks)));
        } else {
            ofProvisioning(fields, remarks);
        }
    }

    private static YamlFields fields(Node node, ImportRemarks remarks) {
        return YamlFields.of(node, "an entry", YamlSource.of(remarks));
    }

    /** {@code folder: [{name: …, rules: […]}]}. */
    private static boolean isRuler(YamlFields fields) {
        return !fields.names().isEmpty()
                && fields.names().stream().noneMatch(PROVISIONING::contains)
                && fields.names().stream()
                        .allMatch(name -> fields.place(name) instanceof SequenceNode list
                                && list.getValue().stream().allMatch(MappingNode.class::isInstance));
    }

    private void ofProvisioning(YamlFields fields, ImportRemarks remarks) {
        fields.rejectUnknown("a file of Grafana's alerting", PROVISIONING, Map.of());
        for (Node node : fields.list("groups")) {
            YamlFields group = fields(node, remarks);
            group(group, group.text("folder", ""), remarks);
        }
        fields.list("contactPoints").forEach(node -> contactPoint(fields(node, remarks), "receivers", remarks));
        fields.list("policies").forEach(node -> policies.add(new OtherPart(node, remarks)));
        fields.list("muteTimes").forEach(node -> muteTimings.add(new OtherPart(node, remarks)));
        fields.list("templates").forEach(node -> template(fields(node, remarks), remarks));
        for (String name : fields.names()) {
            if (name.startsWith("delete") || name.startsWith("reset")) {
                remarks.changed(fields.place(name), name + ": there is nothing of Grafana's here to delete");
            }
        }
    }

    private void group(YamlFields group, String folder, ImportRemarks remarks) {
        GrafanaRules.RulePlace place =
                new GrafanaRules.RulePlace(folder, group.text("name", ""), group.text("interval"));
        group.list("rules").forEach(rule -> rules.add(new RulePart(rule, place, remarks)));
    }

    private void contactPoint(YamlFields fields, String field, ImportRemarks remarks) {
        String name = fields.text("name", "");
        fields.list(field).forEach(one -> receivers.add(new ReceiverPart(name, one, fields.node(), remarks)));
        receivers.add(new ReceiverPart(name, null, fields.node(), remarks));
    }

    private void template(YamlFields fields, ImportRemarks remarks) {
        templates.add(new TemplatePart(fields.text("name", ""), fields.text("template", ""), fields.node(), remarks));
    }

    private void ofList(YamlFields fields, ImportRemarks remarks) {
        if (fields.has("data")) {
            String interval = fields.has("intervalSeconds") ? fields.text("intervalSeconds", "60") + "s" : null;
            String folder = fields.text("folder", fields.text("folderUID", ""));
            if (fields.has("folderUID")) {
                remarks.oncePerFile(
                        RemarkKind.TO_DO,
                        fields.place("folderUID"),
                        "folderUID: Grafana puts the folder's name into the label grafana_folder, and this answer does"
                                + " not say it: write it into the labels of the group");
            }
            rules.add(new RulePart(
                    fields.node(),
                    new GrafanaRules.RulePlace(folder, fields.text("ruleGroup", "grafana"), interval),
                    remarks));
        } else if (fields.has("time_intervals")) {
            muteTimings.add(new OtherPart(fields.node(), remarks));
        } else if (fields.has("template")) {
            template(fields, remarks);
        } else if (fields.has("settings")) {
            receivers.add(new ReceiverPart(fields.text("name", ""), fields.node(), fields.node(), remarks));
        } else {
            remarks.lost(fields.node(), "this is no rule, contact point, mute timing or template of Grafana");
        }
    }

    private void ofAlertmanager(YamlFields whole, YamlFields config, ImportRemarks remarks) {
        Node route = config.find("route");
        if (route != null) {
            policies.add(new OtherPart(route, remarks));
        }
        for (Node node : config.list("receivers")) {
            contactPoint(fields(node, remarks), "grafana_managed_receiver_configs", remarks);
        }
        for (String field : List.of("mute_time_intervals", "time_intervals")) {
            config.list(field).forEach(node -> muteTimings.add(new OtherPart(node, remarks)));
        }
        YamlFields files = whole.mapping("template_files");
        if (files != null) {
            files.names()
                    .forEach(name ->
                            templates.add(new TemplatePart(name, files.text(name, ""), files.place(name), remarks)));
        }
    }
}
