package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.CheckResult;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.DiscordWebhook;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.http.HttpAnswer;
import io.tocsin.contactpoint.http.LaneName;
import io.tocsin.contactpoint.http.SafeDetail;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.delivery.DeliveryOutcome;
import io.tocsin.delivery.RateLimit;
import io.tocsin.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Discord webhooks, always in version 10 of the API and always waiting for the message. */
@Component
public final class DiscordNotifier implements Notifier {

    /** About 30 a minute and 5 in 2 s are observed; the first is not visible in the headers. 26 + 4 stays below. */
    private static final RateLimit THIRTY_PER_MINUTE = new RateLimit(Duration.ofMillis(2_300), 4);

    private static final Map<String, String> HEADERS =
            Map.of("User-Agent", "DiscordBot (https://github.com/tocsin/tocsin, 0.1.0)");

    private final WebhookClient client;

    public DiscordNotifier(WebhookClient client) {
        this.client = client;
    }

    @Override
    public ContactPointKind kind() {
        return ContactPointKind.DISCORD;
    }

    @Override
    public Mono<DeliveryOutcome> send(ContactPoint contactPoint, Outgoing outgoing) {
        DiscordWebhook webhook = webhook(contactPoint);
        List<Secret> secrets = List.of(webhook.token());
        return Mono.fromCallable(() -> Json.write(DiscordRenderer.render(contactPoint, outgoing)))
                .flatMap(json -> client.send(
                        HttpMethod.POST,
                        webhook.executeUri(),
                        HEADERS,
                        json,
                        answer -> DiscordAnswers.of(answer, secrets)));
    }

    @Override
    public Preview preview(ContactPoint contactPoint, Outgoing outgoing) {
        return new Preview(
                Json.write(DiscordRenderer.render(contactPoint, outgoing)),
                DiscordRenderer.countCodePoints(contactPoint, outgoing),
                DiscordEmbed.MAX_TOTAL);
    }

    /** Asks for the webhook itself, which posts nothing and tells its name and channel. */
    @Override
    public Mono<CheckResult> check(ContactPoint contactPoint) {
        DiscordWebhook webhook = webhook(contactPoint);
        return client.get(webhook.webhookUri(), HEADERS)
                .map(answer -> checked(answer, List.of(webhook.token())))
                .onErrorResume(e -> Mono.just(new CheckResult(true, "not checked: " + WebhookClient.describe(e))));
    }

    private static CheckResult checked(HttpAnswer answer, List<Secret> secrets) {
        if (!answer.isSuccess()) {
            boolean isRefused = answer.status() / 100 == 4 && answer.status() != 429;
            return new CheckResult(!isRefused, SafeDetail.of(answer, secrets));
        }
        return Json.readObject(answer.body())
                .map(json -> new CheckResult(
                        true,
                        SafeDetail.of(
                                "webhook \"" + json.path("name").asString("") + "\" in channel "
                                        + json.path("channel_id").asString("") + " of server "
                                        + json.path("guild_id").asString(""),
                                secrets)))
                .orElse(new CheckResult(true, "the answer is not Discord's"));
    }

    @Override
    public RateLimit rateLimit() {
        return THIRTY_PER_MINUTE;
    }

    @Override
    public String lane(ContactPoint contactPoint) {
        DiscordWebhook webhook = webhook(contactPoint);
        return LaneName.of(webhook.origin() + "/" + webhook.id());
    }

    private static DiscordWebhook webhook(ContactPoint contactPoint) {
        if (contactPoint.settings() instanceof ContactPointSettings.Discord discord) {
            return discord.webhook();
        }
        throw new IllegalArgumentException("contact point " + contactPoint.name() + " is not a Discord webhook");
    }
}
