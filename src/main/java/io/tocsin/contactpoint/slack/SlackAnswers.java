package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.http.SafeDetail;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the answers of an incoming webhook mean (api.slack.com/messaging/webhooks, "Handling errors"). */
final class SlackAnswers {

    private static final Set<String> DEAD_WORDS = Set.of(
            "user_not_found",
            "action_prohibited",
            "invalid_token",
            "posting_to_general_channel_denied",
            "channel_not_found",
            "no_service",
            "no_service_id",
            "no_team",
            "no_active_hooks",
            "channel_is_archived",
            "team_disabled");
    private static final Pattern WORD = Pattern.compile("[a-z_]{1,60}");
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

    private SlackAnswers() {}

    static DeliveryOutcome ofWebhook(WebhookAnswer answer, URI uri, List<Secret> secrets) {
        String detail = SafeDetail.of(answer, secrets);
        String word = answer.body().strip();
        if (answer.isSuccess()) {
            return ofSuccess(answer, word, AllowedHosts.isSlack(uri.getHost()), secrets);
        }
        if (DEAD_WORDS.contains(word)) {
            return new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_DEAD, detail);
        }
        return switch (answer.status()) {
            case 429 -> rateLimited(answer, detail);
            case 408 -> new DeliveryOutcome.Retryable(FailureReason.TIMEOUT, null, detail);
            case 401, 403, 404, 405, 410 -> new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_DEAD, detail);
            default -> other(answer, word, detail);
        };
    }

    /** Slack itself says "ok" and nothing else; Slack-compatible servers answer differently, but with no web page. */
    private static DeliveryOutcome ofSuccess(WebhookAnswer answer, String word, boolean isSlack, List<Secret> secrets) {
        if (isSlack ? word.equals("ok") : !answer.isWebPage()) {
            return DeliveryOutcome.Delivered.as(ExternalMessage.UNKNOWN);
        }
        return WORD.matcher(word).matches()
                ? new DeliveryOutcome.ContentRejected(SafeDetail.of(answer, secrets))
                : answer.unexpected("Slack", secrets);
    }

    private static DeliveryOutcome other(WebhookAnswer answer, String word, String detail) {
        if (answer.status() >= 500) {
            return word.equals("rollup_error")
                    ? new DeliveryOutcome.Retryable(FailureReason.SERVER_ERROR, null, detail)
                    : new DeliveryOutcome.Ambiguous(FailureReason.SERVER_ERROR, detail);
        }
        if (answer.status() / 100 == 3) {
            return new DeliveryOutcome.DeadEndpoint(
                    FailureReason.ENDPOINT_MISCONFIGURED, "redirects are not followed: " + answer.status());
        }
        return new DeliveryOutcome.ContentRejected(detail);
    }

    static DeliveryOutcome rateLimited(WebhookAnswer answer, String detail) {
        Duration wait = answer.retryAfter()
                .or(() -> Json.readObject(answer.body())
                        .flatMap(body ->
                                WebhookAnswer.seconds(body.path("retry_after").asString(""))))
                .orElse(DEFAULT_WAIT);
        return new DeliveryOutcome.Retryable(FailureReason.RATE_LIMITED, wait, detail);
    }
}
