package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.CheckResult;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.DiscordWebhook;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.RateLimit;
import io.tocsin.contactpoint.http.EditThenPost;
import io.tocsin.contactpoint.http.LaneName;
import io.tocsin.contactpoint.http.MultipartBody;
import io.tocsin.contactpoint.http.SafeDetail;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.secret.Secret;
import io.tocsin.task.SafeMono;
import io.tocsin.text.CodePoints;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Discord webhooks, always in version 10 of the API and always waiting for the message. */
@Component
public final class DiscordNotifier implements Notifier {

    /** About 30 a minute and 5 in 2 s are observed; the first is not visible in the headers. 26 + 4 stays below. */
    private static final RateLimit THIRTY_PER_MINUTE = new RateLimit(Duration.ofMillis(2_300), 4);

    private static final int MAX_REPLY = 500;
    static final Map<String, String> HEADERS =
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
        return SafeMono.fromCallable(() -> DiscordRenderer.render(contactPoint, outgoing))
                .flatMap(payload -> EditThenPost.send(
                        outgoing.edit(),
                        outgoing.isReplyWanted(contactPoint),
                        outgoing.isEditOnly()
                                ? Optional.empty()
                                : Optional.of(() -> write(
                                        HttpMethod.POST,
                                        webhook.executeUri(),
                                        payload,
                                        new MessageFiles(contactPoint, outgoing),
                                        EditThenPost.IGNORED)),
                        answers -> edit(contactPoint, outgoing, payload, answers),
                        () -> reply(webhook, contactPoint, outgoing)));
    }

    /** Only the webhook of an application can carry buttons; when it is none, without them: no alert is lost for a button. */
    private Mono<DeliveryOutcome> write(
            HttpMethod method, URI uri, Map<String, Object> payload, MessageFiles files, EditThenPost.Answers answers) {
        if (!payload.containsKey(DiscordButtons.FIELD)) {
            return writeWithFiles(method, uri, payload, files, answers);
        }
        Map<String, Object> withoutButtons = new LinkedHashMap<>(payload);
        withoutButtons.remove(DiscordButtons.FIELD);
        return writeWithFiles(method, DiscordWebhook.withComponents(uri), payload, files, answers)
                .flatMap(outcome -> outcome instanceof DeliveryOutcome.ContentRejected
                        ? writeWithFiles(method, uri, withoutButtons, files, answers)
                        : Mono.just(outcome));
    }

    /** With its files if there are any; when the service does not take them, without: no alert is lost for a file. */
    private Mono<DeliveryOutcome> writeWithFiles(
            HttpMethod method, URI uri, Map<String, Object> payload, MessageFiles files, EditThenPost.Answers answers) {
        DiscordWebhook webhook = webhook(files.contactPoint());
        Optional<MultipartBody> withFiles = files.body(payload);
        if (withFiles.isEmpty()) {
            return call(method, webhook, uri, files.without(payload, method), answers);
        }
        return client.send(method, uri, HEADERS, withFiles.get(), answer -> classify(answer, webhook, answers))
                .flatMap(outcome -> outcome instanceof DeliveryOutcome.ContentRejected
                        ? call(method, webhook, uri, files.without(payload, method), answers)
                        : Mono.just(outcome));
    }

    private static DeliveryOutcome classify(
            WebhookAnswer answer, DiscordWebhook webhook, EditThenPost.Answers answers) {
        answers.sawRefusal(DiscordAnswers.isEditRefused(answer));
        return DiscordAnswers.of(answer, List.of(webhook.token()));
    }

    /** Embeds and content are replaced as a whole; flags cannot be edited. */
    private Mono<DeliveryOutcome> edit(
            ContactPoint contactPoint, Outgoing outgoing, Map<String, Object> payload, EditThenPost.Answers answers) {
        Map<String, Object> body = new LinkedHashMap<>(payload);
        body.remove("flags");
        // A ping of the message before must not ping again.
        body.put("allowed_mentions", DiscordMentions.NONE.allowed());
        if (contactPoint.answers().areOpen()) {
            body.putIfAbsent(DiscordButtons.FIELD, List.of());
        }
        return write(
                HttpMethod.PATCH,
                webhook(contactPoint).messageUri(outgoing.edit().id()),
                body,
                new MessageFiles(contactPoint, outgoing),
                answers);
    }

    /** A webhook cannot reply, so this is a short message of its own. */
    private Mono<DeliveryOutcome> reply(DiscordWebhook webhook, ContactPoint contactPoint, Outgoing outgoing) {
        Map<String, Object> body = new LinkedHashMap<>();
        String headline = new MessageText(contactPoint, outgoing).headline();
        body.put("content", CodePoints.cutEscaped(headline, MAX_REPLY, DiscordMarkdown::inline));
        body.put("allowed_mentions", DiscordMentions.NONE.allowed());
        return call(HttpMethod.POST, webhook, webhook.executeUri(), body, EditThenPost.IGNORED)
                .map(DiscordNotifier::twoRequests);
    }

    /** Edit and reply have used the lane twice. */
    private static DeliveryOutcome twoRequests(DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.Delivered delivered
                && delivered.pause().compareTo(THIRTY_PER_MINUTE.interval()) < 0) {
            return new DeliveryOutcome.Delivered(delivered.message(), THIRTY_PER_MINUTE.interval(), delivered.detail());
        }
        return outcome;
    }

    private Mono<DeliveryOutcome> call(
            HttpMethod method,
            DiscordWebhook webhook,
            URI uri,
            Map<String, Object> body,
            EditThenPost.Answers answers) {
        return client.send(method, uri, HEADERS, Json.write(body), answer -> classify(answer, webhook, answers));
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
                .map(answer -> checked(contactPoint, answer, List.of(webhook.token())))
                .onErrorResume(e -> Mono.just(CheckResult.unknown("not checked: " + WebhookClient.describe(e))));
    }

    private static String buttons(ContactPoint contactPoint, JsonNode webhook) {
        boolean isOfApplication = !webhook.path("application_id").asString("").isEmpty();
        return contactPoint.answers().areOpen() && !isOfApplication
                ? "; it belongs to no application, so its messages cannot have buttons"
                : "";
    }

    private static CheckResult checked(ContactPoint contactPoint, WebhookAnswer answer, List<Secret> secrets) {
        if (!answer.isSuccess()) {
            boolean isRefused = answer.status() / 100 == 4 && answer.status() != 429;
            String detail = SafeDetail.of(answer, secrets);
            return isRefused ? CheckResult.unusable(detail) : CheckResult.unknown(detail);
        }
        return Json.readObject(answer.body())
                .map(json -> CheckResult.usable(SafeDetail.of(
                        "webhook \"" + json.path("name").asString("") + "\" in channel "
                                + json.path("channel_id").asString("") + " of server "
                                + json.path("guild_id").asString("") + buttons(contactPoint, json),
                        secrets)))
                .orElse(CheckResult.unknown("the answer is not Discord's"));
    }

    @Override
    public boolean canCheck() {
        return true;
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
