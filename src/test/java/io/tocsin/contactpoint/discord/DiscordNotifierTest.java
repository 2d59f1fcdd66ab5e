package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.NotifierContract;
import io.tocsin.contactpoint.TestContactPoints;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.rule.ContactPointName;
import java.util.stream.Stream;

class DiscordNotifierTest extends NotifierContract {

    @Override
    protected Notifier notifier(WebhookClient client) {
        return new DiscordNotifier(client);
    }

    @Override
    protected ContactPoint contactPoint(String baseUrl) {
        return ContactPoint.of(
                new ContactPointName("discord"),
                TestContactPoints.discord(baseUrl + "/api/webhooks/123/" + SECRET + "/slack"));
    }

    @Override
    protected Case success() {
        return Case.of(200, "{\"id\":\"1\",\"channel_id\":\"2\"}", "Delivered");
    }

    @Override
    protected Stream<Case> cases() {
        return Stream.of(
                Case.of(204, "", "Delivered"),
                Case.of(429, "{\"message\":\"slow\",\"retry_after\":0.5,\"global\":false}", "Retryable"),
                code(400, 20016, "Retryable"),
                code(400, 20028, "Retryable"),
                code(400, 20029, "Retryable"),
                code(429, 40062, "Retryable"),
                Case.of(500, "", "Ambiguous"),
                Case.of(502, "", "Ambiguous"),
                code(400, 50035, "ContentRejected"),
                code(400, 50006, "ContentRejected"),
                code(413, 40005, "ContentRejected"),
                code(400, 50109, "ContentRejected"),
                code(400, 200000, "ContentRejected"),
                code(400, 200001, "ContentRejected"),
                code(400, 240000, "ContentRejected"),
                code(400, 220001, "DeadEndpoint"),
                code(400, 220002, "DeadEndpoint"),
                code(400, 220003, "DeadEndpoint"),
                code(400, 40067, "DeadEndpoint"),
                code(401, 50027, "DeadEndpoint"),
                code(404, 10015, "DeadEndpoint"),
                code(404, 10003, "DeadEndpoint"),
                code(403, 50013, "DeadEndpoint"),
                Case.of(404, "", "DeadEndpoint"));
    }

    private static Case code(int status, int code, String outcome) {
        return Case.of(status, "{\"code\":" + code + ",\"message\":\"m\"}", outcome);
    }
}
