package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemark;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.importer.Imported;
import io.tocsin.importer.ImportedRules;
import io.tocsin.importer.MessageTexts;
import io.tocsin.importer.RouteTargets;
import io.tocsin.importer.YamlWriter;
import io.tocsin.yaml.YamlDocuments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads Grafana's alerting. The files are read together: contact points may stand in one, and the policies that name them in
 * another.
 */
public final class GrafanaImport {

    private final GrafanaParts parts = new GrafanaParts();
    private final GrafanaDataSources dataSources;
    private final Map<String, String> files = new LinkedHashMap<>();

    private GrafanaImport(String prometheus) {
        this.dataSources = new GrafanaDataSources(prometheus);
    }

    /**
     * Reads files.
     *
     * @param texts by the names of the files, as remarks name them
     * @param prometheus what the Prometheus is called here that rules ask, if they ask one
     */
    public static Imported read(Map<String, String> texts, String prometheus) {
        GrafanaImport reading = new GrafanaImport(prometheus);
        List<ImportRemarks> all = new ArrayList<>();
        texts.forEach((file, text) -> {
            ImportRemarks remarks = new ImportRemarks(file);
            all.add(remarks);
            Node document = YamlDocuments.readOne(text, remarks);
            if (document != null) {
                reading.parts.read(document, remarks);
            }
        });
        reading.convert();
        List<ImportRemark> remarks = new ArrayList<>();
        all.forEach(one -> remarks.addAll(one.sorted()));
        return new Imported(reading.files, remarks);
    }

    private void convert() {
        Map<String, String> templates = templates();
        MessageTexts texts = new MessageTexts(templates);
        GrafanaReceivers receivers = receivers(texts);
        rules(receivers);
        policies(receivers);
        if (!receivers.contactPoints().isEmpty()) {
            files.put("contact-points.yml", YamlWriter.write(Map.of("contact_points", receivers.contactPoints())));
        }
        templates.forEach((name, text) -> files.put("templates/" + name, text));
    }

    /** One that is no template would be a problem of every text that calls another. */
    private Map<String, String> templates() {
        Map<String, String> files = new LinkedHashMap<>();
        parts.templates.forEach(template -> files.put(template.file(), template.content()));
        MessageTexts texts = new MessageTexts(files);
        for (GrafanaParts.TemplatePart template : parts.templates) {
            List<String> problems = texts.problemsOf(template.file());
            GrafanaFields.remark(template.text(), template.node(), template.name(), template.remarks());
            if (!problems.isEmpty()) {
                files.remove(template.file());
                problems.forEach(problem -> template.remarks()
                        .lost(template.node(), problem + "; the template \"" + template.name() + "\" is left out"));
            }
        }
        return files;
    }

    private GrafanaReceivers receivers(MessageTexts texts) {
        GrafanaReceivers receivers = new GrafanaReceivers(texts);
        for (GrafanaParts.ReceiverPart receiver : parts.receivers) {
            Node integration = receiver.integration();
            if (integration != null) {
                receivers.read(receiver.name(), integration, receiver.remarks());
            }
        }
        parts.receivers.forEach(receiver -> receivers.complete(receiver.name(), receiver.place(), receiver.remarks()));
        return receivers;
    }

    private void rules(GrafanaReceivers receivers) {
        for (GrafanaParts.RulePart rule : parts.rules) {
            GrafanaRules.queries(rule.node(), rule.remarks()).stream()
                    .filter(query -> !query.isExpression())
                    .forEach(dataSources::see);
        }
        ImportedRules imported = new ImportedRules(dataSources::speaksLogql);
        GrafanaRules rules = new GrafanaRules(imported, dataSources, receivers.names());
        parts.rules.forEach(rule -> rules.read(rule.node(), rule.place(), rule.remarks()));
        parts.rules.stream()
                .findFirst()
                .ifPresent(rule ->
                        dataSources.toBeDefined().forEach(what -> rule.remarks().toDo(rule.node(), what)));
        files.putAll(imported.files());
    }

    private void policies(GrafanaReceivers receivers) {
        GrafanaPolicies policies = new GrafanaPolicies();
        parts.muteTimings.forEach(part -> policies.readMuteTiming(part.node(), part.remarks()));
        parts.policies.forEach(part ->
                policies.readTree(part.node(), new RouteTargets(receivers.names(), part.remarks()), part.remarks()));
        Map<String, Object> document = policies.document();
        if (!document.isEmpty()) {
            files.put("policies.yml", YamlWriter.write(document));
        }
        parts.policies.stream()
                .findFirst()
                .ifPresent(part -> policies.receivers().stream()
                        .filter(name ->
                                receivers.contactPoints().stream().noneMatch(point -> name.equals(point.get("name"))))
                        .forEach(name -> part.remarks()
                                .toDo(
                                        part.node(),
                                        "the contact point \"" + name
                                                + "\" is in none of these files: make it, or import the"
                                                + " file that has it along with this one")));
    }
}
