package io.tocsin.api.alertmanager;

import io.tocsin.label.LabelMatcher;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.Policies;
import io.tocsin.text.go.PrometheusDuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The policies in Alertmanager's own words, so that {@code amtool config routes} can read them. Holds no secret. */
final class PolicyText {

    private PolicyText() {}

    /** @param contactPoints those that exist; the ones that policies name are added */
    static String of(Policies policies, Set<String> contactPoints) {
        Set<String> names = new TreeSet<>(contactPoints);
        Map<String, Object> route = route(policies.tree().root(), names, true);
        List<Map<String, Object>> receivers = new ArrayList<>();
        names.forEach(name -> receivers.add(Map.of("name", name)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("route", route);
        document.put("receivers", receivers);
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(document);
    }

    private static Map<String, Object> route(NotificationPolicy policy, Set<String> names, boolean isRoot) {
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("receiver", policy.receiver().value());
        names.add(policy.receiver().value());
        route.put(
                "group_by",
                policy.groupBy().everyLabel()
                        ? List.of("...")
                        : List.copyOf(policy.groupBy().names()));
        if (!isRoot) {
            route.put(
                    "matchers",
                    policy.matchers().stream().map(LabelMatcher::toString).toList());
            route.put("continue", policy.continues());
        }
        route.put("group_wait", PrometheusDuration.format(policy.timings().groupWait()));
        route.put("group_interval", PrometheusDuration.format(policy.timings().groupInterval()));
        route.put("repeat_interval", PrometheusDuration.format(policy.timings().repeatInterval()));
        if (!policy.children().isEmpty()) {
            route.put(
                    "routes",
                    policy.children().stream()
                            .map(child -> route(child, names, false))
                            .toList());
        }
        return route;
    }
}
