package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.NotifierContract;
import io.tocsin.contactpoint.TestContactPoints;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.rule.ContactPointName;
import java.util.stream.Stream;

class SlackBotNotifierTest extends NotifierContract {

    @Override
    protected Notifier notifier(WebhookClient client) {
        return new SlackBotNotifier(client);
    }

    @Override
    protected ContactPoint contactPoint(String baseUrl) {
        return ContactPoint.of(
                new ContactPointName("bot"), TestContactPoints.slackBot(baseUrl + "/api/", "xoxb-" + SECRET, "C1"));
    }

    @Override
    protected Case success() {
        return Case.of(200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.2\"}", "Delivered");
    }

    @Override
    protected Stream<Case> cases() {
        return Stream.of(
                error("ratelimited", "Retryable"),
                error("service_unavailable", "Retryable"),
                error("request_timeout", "Retryable"),
                error("team_added_to_org", "Retryable"),
                error("internal_error", "Ambiguous"),
                error("fatal_error", "Ambiguous"),
                error("msg_too_long", "ContentRejected"),
                error("msg_blocks_too_long", "ContentRejected"),
                error("invalid_blocks", "ContentRejected"),
                error("no_text", "ContentRejected"),
                error("too_many_attachments", "ContentRejected"),
                error("invalid_arguments", "ContentRejected"),
                error("channel_not_found", "DeadEndpoint"),
                error("not_in_channel", "DeadEndpoint"),
                error("is_archived", "DeadEndpoint"),
                error("invalid_auth", "DeadEndpoint"),
                error("not_authed", "DeadEndpoint"),
                error("account_inactive", "DeadEndpoint"),
                error("token_revoked", "DeadEndpoint"),
                error("missing_scope", "DeadEndpoint"),
                error("restricted_action_read_only_channel", "DeadEndpoint"),
                error("ekm_access_denied", "DeadEndpoint"),
                Case.of(429, "", "Retryable"),
                Case.of(500, "", "Ambiguous"));
    }

    private static Case error(String word, String outcome) {
        return Case.of(200, "{\"ok\":false,\"error\":\"" + word + "\"}", outcome);
    }
}
