package io.tocsin.web.rules;

import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.AlertKey;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.AlertRule;
import io.tocsin.text.PlainDurations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The active instances of a rule with what can be done about them, and where its alerts go. */
@Component
public class RuleInstances {

    private final PolicyCatalog policies;

    RuleInstances(PolicyCatalog policies) {
        this.policies = policies;
    }

    /**
     * One instance.
     *
     * @param id of its episode; empty while it is pending
     * @param key of its page; empty while it is pending
     * @param matchers of a silence for it
     */
    public record InstanceView(AlertView alert, String id, String key, List<String> matchers) {}

    /** @param policy the path of the policy in the tree */
    public record RuleWay(String receiver, String policy, String firstAfter, String repeat) {}

    static InstanceView view(AlertInstance instance) {
        Instant firedAt = instance.firedAt();
        String id = firedAt == null ? "" : new AlertId(instance.rule(), instance.fingerprint(), firedAt).toString();
        List<String> matchers = instance.labels().asMap().entrySet().stream()
                .map(label ->
                        LabelMatcher.equal(label.getKey(), label.getValue()).toString())
                .toList();
        return new InstanceView(AlertView.of(instance), id, id.isEmpty() ? "" : AlertKey.of(id), matchers);
    }

    /** Of an active instance; without one of the labels that the rule's file says in full. */
    public Labels labels(AlertRule rule, List<AlertInstance> active) {
        if (!active.isEmpty()) {
            return active.get(0).labels();
        }
        Map<String, String> known = new TreeMap<>();
        rule.labels().forEach((name, template) -> {
            if (!template.hasTags()) {
                known.put(name, template.source());
            }
        });
        known.put(Labels.ALERT_NAME, rule.name());
        return Labels.of(known);
    }

    public List<RuleWay> ways(AlertRule rule, Labels labels) {
        return policies.current().tree().route(labels, rule.contactPoints()).stream()
                .map(route -> new RuleWay(
                        route.key().receiver().value(),
                        route.key().policyPath(),
                        PlainDurations.print(route.timings().groupWait()),
                        PlainDurations.print(route.timings().repeatInterval())))
                .toList();
    }
}
