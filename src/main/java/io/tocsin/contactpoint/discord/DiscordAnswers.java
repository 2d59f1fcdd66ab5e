package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.http.SafeDetail;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.http.WebhookAnswer.HttpHeaderName;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What Discord's answers mean (discord.com/developers/docs/topics/opcodes-and-status-codes). */
final class DiscordAnswers {

    private static final Set<Integer> WAIT = Set.of(20016, 20028, 20029, 40062);
    private static final Set<Integer> CONTENT =
            Set.of(50035, 50006, 40005, 50109, 200000, 200001, 240000, 50008, 50045);
    private static final Set<Integer> NEEDS_THREAD = Set.of(220001, 220002, 220003, 40067);
    private static final Set<Integer> DEAD = Set.of(50027, 10015, 10003, 50013, 10004);
    /** Edits only: the message is gone, too old to be edited again, or its thread is closed. */
    private static final Set<Integer> CANNOT_EDIT = Set.of(10008, 30046, 50083, 160005, 50005);

    private static final int NO_CONTENT = 204;
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);
    private static final HttpHeaderName RESET_AFTER = new HttpHeaderName("X-RateLimit-Reset-After");

    private DiscordAnswers() {}

    static DeliveryOutcome of(WebhookAnswer answer, List<Secret> secrets) {
        Optional<JsonNode> body = Json.readObject(answer.body());
        if (answer.isSuccess() && answer.status() != NO_CONTENT && body.isEmpty()) {
            return answer.unexpected("Discord", secrets);
        }
        if (answer.isSuccess()) {
            return new DeliveryOutcome.Delivered(message(body), pause(answer), "");
        }
        String detail = SafeDetail.of(answer, secrets);
        int code = body.map(json -> json.path("code").asInt(0)).orElse(0);
        if (answer.status() == 429 || WAIT.contains(code)) {
            return new DeliveryOutcome.Retryable(FailureReason.RATE_LIMITED, retryAfter(answer, body), detail);
        }
        if (NEEDS_THREAD.contains(code)) {
            return new DeliveryOutcome.DeadEndpoint(
                    FailureReason.ENDPOINT_MISCONFIGURED,
                    "this is a forum channel: add ?thread_id=… of a post to the URL (" + detail + ")");
        }
        if (DEAD.contains(code)) {
            return new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_DEAD, detail);
        }
        if (CONTENT.contains(code)) {
            return new DeliveryOutcome.ContentRejected(detail);
        }
        return byStatus(answer, detail);
    }

    /** Whether an edit failed for good, so that a new message has to be posted. */
    static boolean isEditRefused(WebhookAnswer answer) {
        int code = Json.readObject(answer.body())
                .map(json -> json.path("code").asInt(0))
                .orElse(0);
        boolean isUnknownPath = (answer.status() == 404 || answer.status() == 405) && !DEAD.contains(code);
        return CANNOT_EDIT.contains(code) || isUnknownPath;
    }

    private static DeliveryOutcome byStatus(WebhookAnswer answer, String detail) {
        return switch (answer.status()) {
            case 408 -> new DeliveryOutcome.Retryable(FailureReason.TIMEOUT, null, detail);
            case 401, 403, 404, 405, 410 -> new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_DEAD, detail);
            default -> {
                if (answer.status() >= 500) {
                    yield new DeliveryOutcome.Ambiguous(FailureReason.SERVER_ERROR, detail);
                }
                if (answer.status() / 100 == 3) {
                    yield new DeliveryOutcome.DeadEndpoint(
                            FailureReason.ENDPOINT_MISCONFIGURED, "redirects are not followed: " + answer.status());
                }
                yield new DeliveryOutcome.ContentRejected(detail);
            }
        };
    }

    private static ExternalMessage message(Optional<JsonNode> body) {
        return body.map(json -> new ExternalMessage(
                        json.path("channel_id").asString(""), json.path("id").asString("")))
                .orElse(ExternalMessage.UNKNOWN);
    }

    /** The bucket is empty: the next message would be refused. */
    private static Duration pause(WebhookAnswer answer) {
        boolean isEmpty = "0".equals(answer.headers().getFirst("X-RateLimit-Remaining"));
        return isEmpty ? answer.seconds(RESET_AFTER).orElse(Duration.ZERO) : Duration.ZERO;
    }

    private static Duration retryAfter(WebhookAnswer answer, Optional<JsonNode> body) {
        return body.filter(json -> json.path("retry_after").isNumber())
                .flatMap(json -> WebhookAnswer.seconds(
                        Double.toString(json.path("retry_after").asDouble())))
                .or(answer::retryAfter)
                .orElse(DEFAULT_WAIT);
    }
}
