package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.text.PercentEncoding;
import io.tocsin.web.RuleAddress;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who sends to a contact point; one that is used must not be deleted. */
@Component
public class ContactPointUses {

    private final PolicyCatalog policies;
    private final RuleCatalog rules;
    private final ContactPoints contactPoints;
    private final ContactPointAddress addresses;

    ContactPointUses(
            PolicyCatalog policies, RuleCatalog rules, ContactPoints contactPoints, ContactPointAddress addresses) {
        this.addresses = addresses;
        this.policies = policies;
        this.rules = rules;
        this.contactPoints = contactPoints;
    }

    /**
     * @param kind {@code policy}, {@code rule} or {@code fallback}
     * @param path the page of it; empty when it has none
     */
    public record ContactPointUse(String kind, String what, String path) {}

    /** Policies, rules and other contact points that send to it. */
    public List<ContactPointUse> of(ContactPointName name) {
        List<ContactPointUse> uses = new ArrayList<>();
        addPolicies(policies.current().tree().root(), name, uses);
        rules.snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .filter(rule -> rule.contactPoints().contains(name))
                .forEach(rule -> uses.add(new ContactPointUse("rule", rule.name(), RuleAddress.path(rule.key()))));
        contactPoints.all().stream()
                .filter(other -> name.equals(other.fallback()))
                .forEach(other -> uses.add(new ContactPointUse(
                        "fallback",
                        other.name().value(),
                        "/contact-points/"
                                + PercentEncoding.part(addresses.of(other.name().value())))));
        return uses;
    }

    /** The file in which a route would stand. */
    String policiesFile() {
        return policies.file().toString();
    }

    /** What to write into the policies file so that a contact point receives something. */
    String snippet(ContactPointName name) {
        String receiver = quoted(name.value());
        String route =
                "    - receiver: " + receiver + "\n      matchers: ['severity=\"critical\"']\n      continue: true\n";
        boolean hasFile = policies.snapshot().isFromFile();
        boolean hasRoutes = !policies.current().tree().root().children().isEmpty();
        String head = hasFile
                ? ""
                : "route:\n  receiver: " + quoted(policies.defaultReceiver().value()) + "\n";
        return head + (hasFile && hasRoutes ? "" : "  routes:\n") + route;
    }

    /** As YAML takes a name. */
    public static String quoted(String text) {
        return text.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static void addPolicies(NotificationPolicy policy, ContactPointName name, List<ContactPointUse> uses) {
        if (policy.receiver().equals(name)) {
            uses.add(new ContactPointUse("policy", policy.path(), "/policies"));
        }
        policy.children().forEach(child -> addPolicies(child, name, uses));
    }
}
