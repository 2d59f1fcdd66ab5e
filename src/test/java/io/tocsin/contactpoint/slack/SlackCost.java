package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;

/** Renders a message as it is sent. */
public final class SlackCost {

    private static final ContactPoint CONTACT_POINT = ContactPoint.of(
            new ContactPointName("job_alarm"),
            new ContactPointSettings.Slack(new Secret("https://hooks.slack.com/services/T/B/X")));

    private SlackCost() {}

    public static String render(Outgoing outgoing) {
        return Json.write(SlackRenderer.render(CONTACT_POINT, outgoing));
    }
}
