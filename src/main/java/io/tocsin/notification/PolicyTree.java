package io.tocsin.notification;

import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides which contact points an alert goes to, and in which group. */
public final class PolicyTree {

    private final NotificationPolicy root;
    private final Map<String, NotificationPolicy> byPath = new HashMap<>();

    /** The root matches every alert; its own matchers, if any, are ignored, as in Alertmanager. */
    public PolicyTree(NotificationPolicy root) {
        this.root = root;
        index(root);
    }

    /** One policy for everything. */
    public static PolicyTree single(ContactPointName receiver) {
        return new PolicyTree(NotificationPolicy.root(receiver));
    }

    private void index(NotificationPolicy policy) {
        byPath.put(policy.path(), policy);
        policy.children().forEach(this::index);
    }

    public NotificationPolicy root() {
        return root;
    }

    /** The policy of a route; empty when the tree has changed since and no longer holds it. */
    public Optional<NotificationPolicy> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /**
     * Where an alert goes; never empty. Contact points that the rule names replace the tree's, while grouping and
     * timing still come from the first policy that matches.
     */
    public List<NotificationRoute> route(Labels labels, List<ContactPointName> namedByRule) {
        List<NotificationPolicy> policies = root.match(labels);
        if (policies.isEmpty()) {
            policies = List.of(root);
        }
        Map<NotificationGroupKey, NotificationRoute> routes = new LinkedHashMap<>();
        if (namedByRule.isEmpty()) {
            policies.forEach(policy -> add(routes, policy, policy.receiver(), labels));
        } else {
            NotificationPolicy first = policies.get(0);
            namedByRule.forEach(receiver -> add(routes, first, receiver, labels));
        }
        return List.copyOf(routes.values());
    }

    private static void add(
            Map<NotificationGroupKey, NotificationRoute> routes,
            NotificationPolicy policy,
            ContactPointName receiver,
            Labels labels) {
        NotificationGroupKey key = new NotificationGroupKey(
                policy.path(), receiver, policy.groupBy().groupLabels(labels), "");
        routes.putIfAbsent(key, new NotificationRoute(key, policy.timings()));
    }
}
