package io.tocsin.contactpoint.webhook;

import io.tocsin.contactpoint.CheckResult;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.RateLimit;
import io.tocsin.contactpoint.http.LaneName;
import io.tocsin.contactpoint.http.SafeDetail;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.secret.Secret;
import io.tocsin.task.SafeMono;
import io.tocsin.text.CodePoints;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Any endpoint that takes Alertmanager's webhook payload. */
@Component
public final class WebhookNotifier implements Notifier {

    private static final RateLimit TWENTY_PER_SECOND = new RateLimit(Duration.ofMillis(50), 10);
    private static final int MAX_PAYLOAD = 1024 * 1024;

    private final WebhookClient client;

    public WebhookNotifier(WebhookClient client) {
        this.client = client;
    }

    @Override
    public ContactPointKind kind() {
        return ContactPointKind.WEBHOOK;
    }

    @Override
    public Mono<DeliveryOutcome> send(ContactPoint contactPoint, Outgoing outgoing) {
        ContactPointSettings.Webhook settings = settings(contactPoint);
        URI uri = URI.create(settings.url().reveal());
        return SafeMono.fromCallable(() -> Json.write(WebhookPayload.render(outgoing)))
                .flatMap(json -> client.send(
                        HttpMethod.POST,
                        uri,
                        headers(settings, outgoing),
                        json,
                        answer -> outcome(answer, secrets(settings))));
    }

    private static Map<String, String> headers(ContactPointSettings.Webhook settings, Outgoing outgoing) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "Tocsin");
        settings.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        Secret authorization = settings.authorization();
        if (authorization != null) {
            headers.put("Authorization", authorization.reveal());
        }
        if (outgoing.deliveryId() > 0) {
            headers.put("Idempotency-Key", "tocsin-" + outgoing.deliveryId());
        }
        return headers;
    }

    private static DeliveryOutcome outcome(WebhookAnswer answer, List<Secret> secrets) {
        String detail = SafeDetail.of(answer, secrets);
        if (answer.isSuccess() && answer.isWebPage()) {
            return answer.unexpected("a webhook", secrets);
        }
        if (answer.isSuccess()) {
            return DeliveryOutcome.Delivered.as(ExternalMessage.UNKNOWN);
        }
        return switch (answer.status()) {
            case 429 ->
                new DeliveryOutcome.Retryable(
                        FailureReason.RATE_LIMITED, answer.retryAfter().orElse(null), detail);
            case 408, 425 -> new DeliveryOutcome.Retryable(FailureReason.TIMEOUT, null, detail);
            case 401, 403, 404, 405, 410 -> new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_DEAD, detail);
            case 503 ->
                new DeliveryOutcome.Retryable(
                        FailureReason.SERVER_ERROR, answer.retryAfter().orElse(null), detail);
            default -> {
                if (answer.status() >= 500) {
                    yield new DeliveryOutcome.Ambiguous(FailureReason.SERVER_ERROR, detail);
                }
                yield answer.status() / 100 == 3
                        ? new DeliveryOutcome.DeadEndpoint(
                                FailureReason.ENDPOINT_MISCONFIGURED, "redirects are not followed: " + answer.status())
                        : new DeliveryOutcome.ContentRejected(detail);
            }
        };
    }

    @Override
    public Preview preview(ContactPoint contactPoint, Outgoing outgoing) {
        String json = Json.write(WebhookPayload.render(outgoing));
        return new Preview(json, CodePoints.count(json), MAX_PAYLOAD);
    }

    @Override
    public Mono<CheckResult> check(ContactPoint contactPoint) {
        return Mono.just(CheckResult.unknown("a webhook can only be checked by a test message"));
    }

    @Override
    public boolean canCheck() {
        return false;
    }

    @Override
    public RateLimit rateLimit() {
        return TWENTY_PER_SECOND;
    }

    @Override
    public String lane(ContactPoint contactPoint) {
        return LaneName.of(settings(contactPoint).url().reveal());
    }

    private static ContactPointSettings.Webhook settings(ContactPoint contactPoint) {
        if (contactPoint.settings() instanceof ContactPointSettings.Webhook webhook) {
            return webhook;
        }
        throw new IllegalArgumentException("contact point " + contactPoint.name() + " is not a webhook");
    }

    private static List<Secret> secrets(ContactPointSettings.Webhook settings) {
        List<Secret> secrets = new ArrayList<>(settings.headers().values());
        secrets.add(settings.url());
        if (settings.authorization() != null) {
            secrets.add(settings.authorization());
        }
        return secrets;
    }
}
