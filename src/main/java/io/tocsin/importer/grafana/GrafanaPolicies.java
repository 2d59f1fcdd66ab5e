package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemarks;
import io.tocsin.importer.NodeValues;
import io.tocsin.importer.RouteTargets;
import io.tocsin.text.go.Quoting;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Makes policies and time intervals of Grafana's notification policies and mute timings. */
final class GrafanaPolicies {

    private static final Set<String> SAME = Set.of(
            "receiver",
            "group_by",
            "matchers",
            "match",
            "match_re",
            "continue",
            "group_wait",
            "group_interval",
            "repeat_interval",
            "mute_time_intervals",
            "active_time_intervals");
    private static final Set<String> OF_GRAFANA = Set.of("orgId", "provenance", "routes", "object_matchers", "version");
    /** What Grafana takes when a root policy does not say. */
    private static final Map<String, Object> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("group_by", List.of("grafana_folder", "alertname"));
        DEFAULTS.put("group_wait", "30s");
        DEFAULTS.put("group_interval", "5m");
        DEFAULTS.put("repeat_interval", "4h");
    }

    private final Map<String, Object> document = new LinkedHashMap<>();
    private final List<Object> intervals = new ArrayList<>();
    private final Set<String> receivers = new LinkedHashSet<>();

    /** Empty when there was nothing. */
    Map<String, Object> document() {
        Map<String, Object> whole = new LinkedHashMap<>(document);
        if (!intervals.isEmpty()) {
            whole.put("time_intervals", intervals);
        }
        return whole;
    }

    /** The contact points that the policies name. */
    Set<String> receivers() {
        return receivers;
    }

    void readMuteTiming(Node node, ImportRemarks remarks) {
        YamlFields fields = YamlFields.of(node, "a mute timing", YamlSource.of(remarks));
        Map<String, Object> interval = new LinkedHashMap<>();
        interval.put("name", fields.text("name", ""));
        interval.put(
                "time_intervals",
                fields.list("time_intervals").stream()
                        .map(one -> withoutNulls(NodeValues.of(one)))
                        .toList());
        intervals.add(interval);
    }

    /** Exports say null where nothing is set. */
    private static Object withoutNulls(@org.jspecify.annotations.Nullable Object value) {
        Map<String, Object> kept = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> {
                if (inner != null && !(inner instanceof String text && text.isEmpty())) {
                    kept.put(String.valueOf(name), inner);
                }
            });
        }
        return kept;
    }

    void readTree(Node root, RouteTargets targets, ImportRemarks remarks) {
        if (document.containsKey("route")) {
            remarks.lost(
                    root, "a second tree of policies, of another organisation: import it into a directory of its own");
            return;
        }
        Map<String, Object> route =
                new LinkedHashMap<>(routes(root, targets, remarks, true).get(0));
        DEFAULTS.forEach(route::putIfAbsent);
        document.put("route", route);
    }

    private List<Map<String, Object>> routes(Node node, RouteTargets targets, ImportRemarks remarks, boolean isRoot) {
        YamlFields fields = YamlFields.of(node, "a policy", YamlSource.of(remarks));
        Map<String, Object> route = new LinkedHashMap<>();
        for (String name : fields.names()) {
            if (SAME.contains(name)) {
                route.put(name, NodeValues.of(fields.place(name)));
            } else if (!OF_GRAFANA.contains(name)) {
                remarks.lost(fields.place(name), name + ": policies have no such field here");
            }
        }
        List<Object> matchers = matchers(fields, remarks);
        if (!matchers.isEmpty()) {
            route.put("matchers", matchers);
        }
        if (route.get("group_by") instanceof List<?> labels && labels.isEmpty() && isRoot) {
            route.remove("group_by");
        }
        List<Map<String, Object>> children = new ArrayList<>();
        fields.list("routes").forEach(child -> children.addAll(routes(child, targets, remarks, false)));
        if (!children.isEmpty()) {
            route.put("routes", children);
        }
        List<Map<String, Object>> whole = targets.of(route, fields, isRoot);
        whole.stream()
                .flatMap(one -> Stream.ofNullable(one.get("receiver")))
                .forEach(receiver -> receivers.add(String.valueOf(receiver)));
        return whole;
    }

    /** Those of the provisioning, and triples of name, operator and value. */
    private static List<Object> matchers(YamlFields fields, ImportRemarks remarks) {
        List<Object> matchers = new ArrayList<>();
        fields.scalars("matchers").forEach(matcher -> matchers.add(matcher.getValue()));
        for (Node node : fields.list("object_matchers")) {
            List<Node> parts = node instanceof SequenceNode triple ? triple.getValue() : List.of();
            if (parts.size() == 3 && parts.stream().allMatch(ScalarNode.class::isInstance)) {
                String name = ((ScalarNode) parts.get(0)).getValue();
                String written = name.matches("[a-zA-Z_][a-zA-Z0-9_]*") ? name : Quoting.quote(name);
                matchers.add(written
                        + ((ScalarNode) parts.get(1)).getValue()
                        + Quoting.quote(((ScalarNode) parts.get(2)).getValue()));
            } else {
                remarks.lost(node, "a matcher has a name, an operator and a value");
            }
        }
        return matchers;
    }
}
