package io.tocsin.contactpoint.webhook;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.NotifierContract;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import java.util.Map;
import java.util.stream.Stream;

class WebhookNotifierTest extends NotifierContract {

    @Override
    protected Notifier notifier(WebhookClient client) {
        return new WebhookNotifier(client);
    }

    @Override
    protected ContactPoint contactPoint(String baseUrl) {
        return ContactPoint.of(
                new ContactPointName("webhook"),
                new ContactPointSettings.Webhook(
                        new Secret(baseUrl + "/hook/" + SECRET), new Secret("Bearer " + SECRET), Map.of()));
    }

    @Override
    protected Case success() {
        return Case.of(202, "", "Delivered");
    }

    @Override
    protected Stream<Case> cases() {
        return Stream.of(
                Case.of(400, "bad", "ContentRejected"),
                Case.of(422, "bad", "ContentRejected"),
                Case.of(401, "", "DeadEndpoint"),
                Case.of(404, "", "DeadEndpoint"),
                Case.of(410, "", "DeadEndpoint"),
                Case.of(408, "", "Retryable"),
                Case.of(429, "", "Retryable"),
                Case.of(503, "", "Retryable"),
                Case.of(500, "", "Ambiguous"));
    }
}
