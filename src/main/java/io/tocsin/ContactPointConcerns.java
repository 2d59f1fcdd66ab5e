package io.tocsin;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.file.ContactPointCatalog;
import io.tocsin.contactpoint.file.ContactPointProblem;
import io.tocsin.contactpoint.file.EnvironmentWebhooks;
import io.tocsin.rule.ContactPointName;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What of the contact points file and of the environment's webhooks is not in force, and whether anybody misses it. */
@Component
class ContactPointConcerns implements ConcernSource {

    private final ContactPointCatalog catalog;
    private final ContactPoints contactPoints;
    private final EnvironmentWebhooks webhooks;
    private final ReceiversInUse receivers;

    ContactPointConcerns(
            ContactPointCatalog catalog,
            ContactPoints contactPoints,
            EnvironmentWebhooks webhooks,
            ReceiversInUse receivers) {
        this.catalog = catalog;
        this.contactPoints = contactPoints;
        this.webhooks = webhooks;
        this.receivers = receivers;
    }

    @Override
    public List<Concern> concerns() {
        List<Concern> found = new ArrayList<>();
        ContactPointCatalog.ContactPointSnapshot snapshot = catalog.snapshot();
        addFile(snapshot, found);
        snapshot.notInForce().forEach((name, why) -> found.add(entry(snapshot, name, why)));
        snapshot.problems().stream()
                .filter(problem -> !problem.contactPoint().isEmpty())
                .filter(problem -> !snapshot.notInForce().containsKey(problem.contactPoint()))
                .forEach(problem -> found.add(new Concern(
                        "contact-point-template", Severity.NOTICE, problem.contactPoint(), problem.toString())));
        addWebhooks(snapshot, found);
        if (receivers.inPolicies().stream().allMatch(this::isInbox)) {
            found.add(new Concern("inbox-only", Severity.NOTICE, "", inboxOnly()));
        }
        return found;
    }

    private void addFile(ContactPointCatalog.ContactPointSnapshot snapshot, List<Concern> found) {
        String file = catalog.file().toString();
        List<ContactPointProblem> problems = snapshot.problems();
        if (problems.isEmpty()) {
            return;
        }
        String first = problems.get(0) + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)");
        if (snapshot.fromFile().isEmpty()) {
            boolean isUnready =
                    snapshot.wasBadAtStart() && snapshot.fromEnvironment().isEmpty();
            String instead = snapshot.fromEnvironment().isEmpty()
                    ? "no contact point of it is in force"
                    : "the webhooks of the environment are used instead";
            found.add(new Concern(
                    "contact-points-refused",
                    isUnready ? Severity.UNREADY : Severity.UNWATCHED,
                    file,
                    instead + ": " + first + "; correct the file, it is read again at once"));
        } else if (problems.get(0).contactPoint().isEmpty()) {
            found.add(new Concern("contact-points-broken", Severity.UNWATCHED, file, first));
        }
    }

    private Concern entry(ContactPointCatalog.ContactPointSnapshot snapshot, String name, String why) {
        if (snapshot.isStale(name)) {
            return new Concern(
                    "contact-point-stale", Severity.UNWATCHED, name, "its last good version stays in force: " + why);
        }
        boolean isMissed = receivers.all().contains(new ContactPointName(name));
        return new Concern(
                "contact-point-disabled",
                isMissed ? Severity.UNWATCHED : Severity.NOTICE,
                name,
                why + (isMissed ? "; what goes there waits, and after a while goes to the Inbox" : ""));
    }

    private void addWebhooks(ContactPointCatalog.ContactPointSnapshot snapshot, List<Concern> found) {
        Severity severity = catalog.provisioned().isEmpty() ? Severity.UNREADY : Severity.NOTICE;
        webhooks.problems().forEach(problem -> {
            int colon = problem.indexOf(": ");
            found.add(new Concern(
                    "webhook-variable-refused",
                    severity,
                    problem.substring(0, colon),
                    problem + "; without it there is no such contact point"));
        });
        String text = snapshot.text();
        if (!snapshot.fromFile().isEmpty() && text != null) {
            webhooks.variables().stream()
                    .filter(variable -> !text.contains("${" + variable + "}"))
                    .forEach(variable -> found.add(new Concern(
                            "webhook-variable-unused",
                            Severity.NOTICE,
                            variable,
                            "it is set, but " + catalog.file() + " has contact points and none of them refers to it;"
                                    + " write url: ${" + variable + "} there, or unset it")));
        }
        if (snapshot.fromEnvironment().size() > 1) {
            found.add(new Concern(
                    "webhooks-both",
                    Severity.NOTICE,
                    "slack",
                    "SLACK_WEBHOOK_URL and DISCORD_WEBHOOK_URL are both set, and messages go to Slack; to Discord go those of"
                            + " rules with contact_points: [discord], or set TOCSIN_DEFAULT_CONTACT_POINT=discord"));
        }
    }

    private boolean isInbox(ContactPointName name) {
        return contactPoints
                .find(name)
                .map(contactPoint -> contactPoint.kind() == ContactPointKind.INBOX)
                .orElse(false);
    }

    private String inboxOnly() {
        List<String> others = contactPoints.all().stream()
                .filter(contactPoint -> contactPoint.kind() != ContactPointKind.INBOX)
                .map(ContactPoint::name)
                .map(ContactPointName::value)
                .toList();
        if (others.isEmpty()) {
            return "messages go to the Inbox page only, no chat is told; set SLACK_WEBHOOK_URL or DISCORD_WEBHOOK_URL, or"
                    + " write " + catalog.file() + ", or make a contact point on the page Contact points";
        }
        return "messages go to the Inbox page only, although there is " + String.join(", ", others)
                + "; set TOCSIN_DEFAULT_CONTACT_POINT=" + others.get(0) + ", or name it in the policies file";
    }
}
