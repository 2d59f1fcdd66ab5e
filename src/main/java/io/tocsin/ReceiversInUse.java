package io.tocsin;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.file.RuleCatalog;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The contact points that something leads to: the policies, a rule, or another contact point's fallback. */
@Component
class ReceiversInUse {

    private final PolicyCatalog policies;
    private final RuleCatalog rules;
    private final ContactPoints contactPoints;

    ReceiversInUse(PolicyCatalog policies, RuleCatalog rules, ContactPoints contactPoints) {
        this.policies = policies;
        this.rules = rules;
        this.contactPoints = contactPoints;
    }

    /** In the order of the tree. */
    Set<ContactPointName> inPolicies() {
        Set<ContactPointName> names = new LinkedHashSet<>();
        collect(policies.current().tree().root(), names);
        return names;
    }

    private static void collect(NotificationPolicy policy, Set<ContactPointName> names) {
        names.add(policy.receiver());
        policy.children().forEach(child -> collect(child, names));
    }

    /** Each contact point that rules name, with how many do. */
    Map<ContactPointName, Integer> inRules() {
        Map<ContactPointName, Integer> names = new LinkedHashMap<>();
        rules.snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .flatMap(rule -> rule.contactPoints().stream())
                .forEach(name -> names.merge(name, 1, Integer::sum));
        return names;
    }

    Set<ContactPointName> all() {
        Set<ContactPointName> names = inPolicies();
        names.addAll(inRules().keySet());
        contactPoints.all().stream()
                .flatMap(contactPoint -> Stream.ofNullable(contactPoint.fallback()))
                .forEach(names::add);
        return names;
    }
}
