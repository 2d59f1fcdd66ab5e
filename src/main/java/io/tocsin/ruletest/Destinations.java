package io.tocsin.ruletest;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.notification.Policies;
import io.tocsin.rule.ContactPointName;
import java.util.Map;
import java.util.Optional;

/**
 * Where alerts go and how messages look.
 *
 * @param contactPoints by name; one that is missing is shown as the built-in Inbox would show its messages
 * @param externalUrl where people reach Tocsin; may be empty
 */
public record Destinations(Policies policies, Map<ContactPointName, ContactPoint> contactPoints, String externalUrl) {

    public Destinations {
        contactPoints = Map.copyOf(contactPoints);
    }

    boolean sendsResolved(ContactPointName name) {
        return Optional.ofNullable(contactPoints.get(name))
                .map(ContactPoint::sendResolved)
                .orElse(true);
    }

    /** One that is not known is shown as the built-in Inbox would show its messages. */
    public ContactPoint contactPoint(ContactPointName name) {
        return Optional.ofNullable(contactPoints.get(name))
                .orElseGet(() -> ContactPoint.of(name, new ContactPointSettings.Inbox()));
    }
}
