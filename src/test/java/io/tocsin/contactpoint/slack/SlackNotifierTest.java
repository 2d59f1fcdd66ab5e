package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.NotifierContract;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import java.util.stream.Stream;

class SlackNotifierTest extends NotifierContract {

    @Override
    protected Notifier notifier(WebhookClient client) {
        return new SlackNotifier(client);
    }

    @Override
    protected ContactPoint contactPoint(String baseUrl) {
        return ContactPoint.of(
                new ContactPointName("slack"),
                new ContactPointSettings.Slack(new Secret(baseUrl + "/services/T1/B1/" + SECRET)));
    }

    @Override
    protected Case success() {
        return Case.of(200, "ok", "Delivered");
    }

    @Override
    protected Stream<Case> cases() {
        return Stream.of(
                Case.of(400, "invalid_payload", "ContentRejected"),
                Case.of(400, "no_text", "ContentRejected"),
                Case.of(400, "invalid_blocks", "ContentRejected"),
                Case.of(400, "too_many_attachments", "ContentRejected"),
                Case.of(400, "user_not_found", "DeadEndpoint"),
                Case.of(403, "action_prohibited", "DeadEndpoint"),
                Case.of(403, "invalid_token", "DeadEndpoint"),
                Case.of(404, "no_service", "DeadEndpoint"),
                Case.of(404, "", "DeadEndpoint"),
                Case.of(410, "channel_is_archived", "DeadEndpoint"),
                Case.of(408, "", "Retryable"),
                Case.of(429, "{\"retry_after\":1,\"ok\":false,\"error\":\"rate_limited\"}", "Retryable"),
                Case.of(500, "rollup_error", "Retryable"),
                Case.of(500, "", "Ambiguous"),
                Case.of(502, "<html>", "Ambiguous"),
                Case.of(503, "", "Ambiguous"));
    }
}
