package io.tocsin.importer;

import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Routes to receivers with several targets. A contact point has one target, so that such a route becomes one route for
 * each, which say the same of everything else.
 */
public final class RouteTargets {

    private static final String ROUTES = "routes";

    private final Map<String, List<String>> targets;
    private final ImportRemarks remarks;

    /** @param targets the contact points of each receiver */
    public RouteTargets(Map<String, List<String>> targets, ImportRemarks remarks) {
        this.targets = targets;
        this.remarks = remarks;
    }

    /**
     * The routes that together do what the one did.
     *
     * @param route with its receiver, and the routes below it done already
     * @param source the route in the source
     */
    public List<Map<String, Object>> of(Map<String, Object> route, YamlFields source, boolean isRoot) {
        List<String> names = targets.getOrDefault(String.valueOf(route.get("receiver")), List.of());
        if (names.size() < 2) {
            return List.of(route);
        }
        if (!isRoot && !route.containsKey(ROUTES)) {
            return copies(route, names);
        }
        Map<String, Object> parent = new LinkedHashMap<>(route);
        parent.put("receiver", names.get(0));
        if (hasContinuing(source)) {
            remarks.lost(
                    source.place("receiver"),
                    "the receiver \"" + route.get("receiver") + "\" has " + names.size() + " targets, and a route below"
                            + " this one continues: what ends here goes to \"" + names.get(0) + "\" only; add a last"
                            + " route below it for each of " + String.join(", ", names.subList(1, names.size())));
        } else {
            List<Object> below = new ArrayList<>(childrenOf(route));
            below.addAll(copies(new LinkedHashMap<>(Map.of("receiver", "")), names));
            parent.put(ROUTES, below);
        }
        return List.of(parent);
    }

    /** What went on to a sibling would also reach a last route that takes all. */
    private static boolean hasContinuing(YamlFields route) {
        return route.list(ROUTES).stream()
                .map(child -> YamlFields.of(child, "a route", YamlSource.of(new ImportRemarks(""))))
                .anyMatch(child -> child.flag("continue", false));
    }

    private static List<?> childrenOf(Map<String, Object> route) {
        return route.get(ROUTES) instanceof List<?> list ? list : List.of();
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
