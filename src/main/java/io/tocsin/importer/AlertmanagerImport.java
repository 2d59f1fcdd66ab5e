package io.tocsin.importer;

import io.tocsin.yaml.YamlDocuments;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads an {@code alertmanager.yml}. Routes, inhibit rules and time intervals are Tocsin's own words; receivers become
 * contact points. A receiver with several targets becomes several contact points, and a route to it one route for each.
 */
public final class AlertmanagerImport {

    private static final Set<String> FIELDS = Set.of(
            "global", "route", "receivers", "inhibit_rules", "time_intervals", "mute_time_intervals", "templates");
    private static final List<String> SAME = List.of("inhibit_rules", "time_intervals", "mute_time_intervals");

    /** Tocsin's own are shorter, and it groups by the alert's name. */
    static final Map<String, Object> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("group_by", List.of());
        DEFAULTS.put("group_wait", "30s");
        DEFAULTS.put("group_interval", "5m");
        DEFAULTS.put("repeat_interval", "4h");
    }

    private final ImportRemarks remarks;
    private final TemplateFiles templates;

    private AlertmanagerImport(ImportRemarks remarks, TemplateFiles templates) {
        this.remarks = remarks;
        this.templates = templates;
    }

    /** Reads the template files that a configuration names. */
    public interface TemplateFiles {

        /** The texts by the names of the files, without directories; empty when there are none. */
        Map<String, String> matching(String pattern);
    }

    /**
     * Reads one.
     *
     * @param file how remarks name the source
     */
    public static Imported read(String text, String file, TemplateFiles templates) {
        ImportRemarks remarks = new ImportRemarks(file);
        Node document = YamlDocuments.readOne(text, remarks);
        Map<String, String> files =
                document == null ? Map.of() : new AlertmanagerImport(remarks, templates).files(document);
        return new Imported(files, remarks.sorted());
    }

    private Map<String, String> files(Node document) {
        YamlFields fields =
                YamlFields.of(document, "an Alertmanager configuration", FIELDS, Map.of(), YamlSource.of(remarks));
        YamlFields global = fields.mapping("global");
        Map<String, String> templateFiles = templateFiles(fields);
        MessageTexts texts = new MessageTexts(templateFiles);
        templateFiles
                .keySet()
                .forEach(name -> texts.problemsOf(name)
                        .forEach(problem -> remarks.lost(
                                fields.place("templates"), problem + "; mend the file in the templates directory")));
        ReceiverImport receivers = new ReceiverImport(remarks, global, texts);
        Map<String, List<String>> targets = new LinkedHashMap<>();
        List<Map<String, Object>> contactPoints = new ArrayList<>();
        for (Node receiver : fields.list("receivers")) {
            receivers.read(receiver, targets, contactPoints);
        }
        receivers.remarkUnusedGlobals();
        Map<String, Object> policies = new LinkedHashMap<>();
        Node route = fields.find("route");
        if (route == null) {
            remarks.lost(document, "there is no \"route\"");
        } else {
            policies.put("route", route(route, new RouteTargets(targets, remarks)));
        }
        for (String field : SAME) {
            Node value = fields.find(field);
            if (value != null) {
                policies.put(field, NodeValues.of(value));
            }
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("policies.yml", YamlWriter.write(policies));
        files.put("contact-points.yml", YamlWriter.write(Map.of("contact_points", contactPoints)));
        templateFiles.forEach((name, text) -> files.put("templates/" + name, text));
        return files;
    }

    private Map<String, String> templateFiles(YamlFields fields) {
        Map<String, String> found = new LinkedHashMap<>();
        for (ScalarNode pattern : fields.scalars("templates")) {
            Map<String, String> matching = templates.matching(pattern.getValue());
            if (matching.isEmpty()) {
                remarks.toDo(
                        pattern,
                        "there is no file \"" + pattern.getValue() + "\" here: copy what it means into the templates"
                                + " directory, as NAME.tmpl");
            }
            matching.forEach((name, text) -> found.put(name.endsWith(".tmpl") ? name : name + ".tmpl", text));
        }
        return found;
    }

    /** The root is one route only: it has no siblings. What it leaves out is what Alertmanager takes then. */
    private Map<String, Object> route(Node root, RouteTargets targets) {
        Map<String, Object> route =
                new LinkedHashMap<>(routes(root, targets, true).get(0));
        DEFAULTS.forEach(route::putIfAbsent);
        return route;
    }

    private List<Map<String, Object>> routes(Node node, RouteTargets targets, boolean isRoot) {
        YamlFields fields = YamlFields.of(node, "a route", YamlSource.of(remarks));
        Map<String, Object> route = new LinkedHashMap<>();
        fields.names().forEach(name -> route.put(name, NodeValues.of(fields.place(name))));
        List<Node> below = fields.list("routes");
        if (!below.isEmpty()) {
            List<Map<String, Object>> children = new ArrayList<>();
            below.forEach(child -> children.addAll(routes(child, targets, false)));
            route.put("routes", children);
        }
        return targets.of(route, fields, isRoot);
    }
}
