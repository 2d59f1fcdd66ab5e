package io.tocsin.importer;

import io.tocsin.yaml.YamlDocuments;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

    private final ImportRemarks remarks;

    private AlertmanagerImport(ImportRemarks remarks) {
        this.remarks = remarks;
    }

    /** @param file how remarks name the source */
    public static Imported read(String text, String file) {
        ImportRemarks remarks = new ImportRemarks(file);
        Node document = YamlDocuments.readOne(text, remarks);
        Map<String, String> files = document == null ? Map.of() : new AlertmanagerImport(remarks).files(document);
        return new Imported(files, remarks.sorted());
    }

    private Map<String, String> files(Node document) {
        YamlFields fields =
                YamlFields.of(document, "an Alertmanager configuration", FIELDS, Map.of(), YamlSource.of(remarks));
        YamlFields global = fields.mapping("global");
        ReceiverImport receivers = new ReceiverImport(remarks, global);
        Map<String, List<String>> targets = new LinkedHashMap<>();
        List<Map<String, Object>> contactPoints = new ArrayList<>();
        for (Node receiver : fields.list("receivers")) {
            receivers.read(receiver, targets, contactPoints);
        }
        receivers.remarkUnusedGlobals();
        for (ScalarNode template : fields.scalars("templates")) {
            remarks.toDo(
                    template,
                    "copy the templates \"" + template.getValue() + "\" into the templates directory; texts that use"
                            + " what they define are in the contact points as they were");
        }
        Map<String, Object> policies = new LinkedHashMap<>();
        Node route = fields.find("route");
        if (route == null) {
            remarks.lost(document, "there is no \"route\"");
        } else {
            policies.put("route", route(route, targets));
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
        return files;
    }

    /** The root is one route only: it has no siblings. */
    private Map<String, Object> route(Node root, Map<String, List<String>> targets) {
        List<Map<String, Object>> routes = routes(root, targets, true);
        return routes.get(0);
    }

    private List<Map<String, Object>> routes(Node node, Map<String, List<String>> targets, boolean isRoot) {
        YamlFields fields = YamlFields.of(node, "a route", YamlSource.of(remarks));
        Map<String, Object> route = new LinkedHashMap<>();
        fields.names().forEach(name -> route.put(name, NodeValues.of(fields.place(name))));
        List<Node> below = fields.list("routes");
        if (!below.isEmpty()) {
            List<Map<String, Object>> children = new ArrayList<>();
            below.forEach(child -> children.addAll(routes(child, targets, false)));
            route.put("routes", children);
        }
        String receiver = fields.text("receiver", "");
        List<String> names = targets.getOrDefault(receiver, List.of());
        if (names.size() < 2) {
            return List.of(route);
        }
        if (isRoot || !below.isEmpty()) {
            remarks.lost(
                    fields.place("receiver"),
                    "the receiver \"" + receiver + "\" has " + names.size()
                            + " targets, and this route has routes below"
                            + " it: what ends here goes to \"" + names.get(0) + "\" only; add a last route below it for"
                            + " each of " + String.join(", ", names.subList(1, names.size())));
            return List.of(route);
        }
        return copies(route, names);
    }

    /** One route for each target; all but the last go on to the next. */
    private static List<Map<String, Object>> copies(Map<String, Object> route, List<String> names) {
        List<Map<String, Object>> copies = new ArrayList<>();
        Set<String> left = new LinkedHashSet<>(names);
        for (String name : names) {
            left.remove(name);
            Map<String, Object> copy = new LinkedHashMap<>(route);
            copy.put("receiver", name);
            if (!left.isEmpty()) {
                copy.put("continue", true);
            }
            copies.add(copy);
        }
        return copies;
    }
}
