package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.http.SafeDetail;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.secret.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the answers of the Web API mean: HTTP 200 even for failures, with a word in {@code error}. */
final class SlackBotAnswers {

    private static final Set<String> RATE_LIMITED = Set.of("ratelimited", "rate_limited");
    private static final Set<String> TRANSIENT =
            Set.of("service_unavailable", "request_timeout", "team_added_to_org", "accesslimited");
    /** Slack says that some aspect of the operation may have succeeded. */
    private static final Set<String> AMBIGUOUS = Set.of("internal_error", "fatal_error");

    private static final Set<String> DEAD = Set.of(
            "channel_not_found",
            "not_in_channel",
            "is_archived",
            "invalid_auth",
            "not_authed",
            "account_inactive",
            "token_revoked",
            "token_expired",
            "no_permission",
            "missing_scope",
            "ekm_access_denied",
            "org_login_required",
            "team_access_not_granted",
            "not_allowed_token_type");
    private static final Set<String> CANNOT_UPDATE =
            Set.of("message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found");

    private SlackBotAnswers() {}

    static DeliveryOutcome of(WebhookAnswer answer, List<Secret> secrets) {
        String detail = SafeDetail.of(answer, secrets);
        if (answer.status() == 429) {
            return SlackAnswers.rateLimited(answer, detail);
        }
        if (answer.status() >= 500) {
            return new DeliveryOutcome.Ambiguous(FailureReason.SERVER_ERROR, detail);
        }
        Optional<JsonNode> body = Json.readObject(answer.body());
        if (answer.isSuccess() && !body.map(json -> json.has("ok")).orElse(false)) {
            return answer.unexpected("Slack's Web API", secrets);
        }
        if (!answer.isSuccess() || body.isEmpty()) {
            return new DeliveryOutcome.DeadEndpoint(FailureReason.UNEXPECTED_ANSWER, "not Slack's Web API: " + detail);
        }
        if (body.get().path("ok").asBoolean(false)) {
            return DeliveryOutcome.Delivered.as(new ExternalMessage(
                    body.get().path("channel").asString(""),
                    body.get().path("ts").asString("")));
        }
        return ofError(answer, error(body.get()), detail);
    }

    private static DeliveryOutcome ofError(WebhookAnswer answer, String error, String detail) {
        if (RATE_LIMITED.contains(error)) {
            return SlackAnswers.rateLimited(answer, detail);
        }
        if (TRANSIENT.contains(error)) {
            return new DeliveryOutcome.Retryable(FailureReason.SERVER_ERROR, null, detail);
        }
        if (AMBIGUOUS.contains(error)) {
            return new DeliveryOutcome.Ambiguous(FailureReason.SERVER_ERROR, detail);
        }
        if (DEAD.contains(error) || error.startsWith("restricted_action")) {
            return new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_DEAD, detail);
        }
        return new DeliveryOutcome.ContentRejected(detail);
    }

    /** Whether an edit failed for good, so that a new message has to be posted. */
    static boolean isEditRefused(WebhookAnswer answer) {
        return Json.readObject(answer.body())
                .map(body -> CANNOT_UPDATE.contains(error(body)))
                .orElse(false);
    }

    static String error(JsonNode body) {
        return body.path("error").asString("");
    }
}
