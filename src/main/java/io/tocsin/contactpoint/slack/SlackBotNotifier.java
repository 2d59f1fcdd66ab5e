package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.CheckResult;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.RateLimit;
import io.tocsin.contactpoint.http.EditThenPost;
import io.tocsin.contactpoint.http.LaneName;
import io.tocsin.contactpoint.http.SafeDetail;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.contactpoint.render.LinesFile;
import io.tocsin.contactpoint.render.MessageText;
import io.tocsin.message.Message;
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

/** Slack's Web API with a bot token: posts, edits its own messages, and replies in their threads. */
@Component
public final class SlackBotNotifier implements Notifier {

    private static final RateLimit ONE_PER_SECOND = new RateLimit(Duration.ofSeconds(1), 1);
    private static final int MAX_REPLY = 300;

    private final WebhookClient client;
    private final SlackFileUpload files;

    public SlackBotNotifier(WebhookClient client) {
        this.client = client;
        this.files = new SlackFileUpload(client);
    }

    @Override
    public ContactPointKind kind() {
        return ContactPointKind.SLACK_BOT;
    }

    @Override
    public Mono<DeliveryOutcome> send(ContactPoint contactPoint, Outgoing outgoing) {
        ContactPointSettings.SlackBot bot = settings(contactPoint);
        if (outgoing.message().isLinesFile()) {
            return SafeMono.fromCallable(() -> LinesFile.whole(contactPoint, outgoing))
                    .flatMap(file -> files.send(bot, outgoing.edit(), file));
        }
        return SafeMono.fromCallable(() -> SlackRenderer.render(contactPoint, outgoing))
                .flatMap(payload -> EditThenPost.send(
                        outgoing.edit(),
                        outgoing.isReplyWanted(contactPoint),
                        outgoing.isEditOnly() ? Optional.empty() : Optional.of(() -> post(bot, payload, "")),
                        answers -> edit(bot, payload, outgoing.edit(), answers),
                        () -> post(
                                bot,
                                reply(contactPoint, outgoing),
                                outgoing.edit().id())));
    }

    /** The file of a message follows it into its thread; a message that was edited had its file before. */
    @Override
    public Optional<Message> completion(
            ContactPoint contactPoint, Outgoing outgoing, DeliveryOutcome.Delivered outcome) {
        boolean isNew = !outgoing.message().isEditOnly() && !outcome.message().equals(outgoing.edit());
        return isNew && contactPoint.sendsLinesAfterwards()
                ? LinesFile.of(contactPoint, outgoing, SlackRenderer.render(contactPoint, outgoing))
                        .map(file -> outgoing.message().asLinesFile())
                : Optional.empty();
    }

    private Mono<DeliveryOutcome> post(
            ContactPointSettings.SlackBot bot, Map<String, Object> payload, String threadOf) {
        Map<String, Object> body = new LinkedHashMap<>(payload);
        body.put("channel", bot.channel());
        if (!threadOf.isEmpty()) {
            body.put("thread_ts", threadOf);
        }
        return call(bot, "chat.postMessage", body, EditThenPost.IGNORED);
    }

    /** Needs the channel's id, which the first answer told. */
    private Mono<DeliveryOutcome> edit(
            ContactPointSettings.SlackBot bot,
            Map<String, Object> payload,
            ExternalMessage posted,
            EditThenPost.Answers answers) {
        Map<String, Object> body = new LinkedHashMap<>(payload);
        body.remove("unfurl_links");
        body.remove("unfurl_media");
        body.remove("mrkdwn");
        body.put("channel", posted.channel());
        body.put("ts", posted.id());
        // Unlike chat.postMessage, chat.update would make links and mentions of what looks like them.
        body.put("parse", "none");
        body.put("link_names", false);
        return call(bot, "chat.update", body, answers);
    }

    private Mono<DeliveryOutcome> call(
            ContactPointSettings.SlackBot bot, String method, Map<String, Object> body, EditThenPost.Answers answers) {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + bot.token().reveal());
        return client.send(HttpMethod.POST, bot.apiUrl().resolve(method), headers, Json.write(body), answer -> {
            answers.sawRefusal(SlackBotAnswers.isEditRefused(answer));
            return SlackBotAnswers.of(answer, List.of(bot.token()));
        });
    }

    private static Map<String, Object> reply(ContactPoint contactPoint, Outgoing outgoing) {
        Map<String, Object> payload = new LinkedHashMap<>();
        String headline = new MessageText(contactPoint, outgoing).headline();
        payload.put("text", CodePoints.cutEscaped(headline, MAX_REPLY, Mrkdwn::inline));
        payload.put("unfurl_links", false);
        payload.put("unfurl_media", false);
        return payload;
    }

    @Override
    public Preview preview(ContactPoint contactPoint, Outgoing outgoing) {
        return SlackRenderer.preview(contactPoint, outgoing);
    }

    /** auth.test posts nothing and tells whose token it is. */
    @Override
    public Mono<CheckResult> check(ContactPoint contactPoint) {
        ContactPointSettings.SlackBot bot = settings(contactPoint);
        URI uri = bot.apiUrl().resolve("auth.test");
        return client.get(uri, Map.of("Authorization", "Bearer " + bot.token().reveal()))
                .map(answer -> checked(answer, bot.token()))
                .onErrorResume(e -> Mono.just(CheckResult.unknown("not checked: " + WebhookClient.describe(e))));
    }

    private static CheckResult checked(WebhookAnswer answer, Secret token) {
        return Json.readObject(answer.body())
                .map(body -> body.path("ok").asBoolean(false)
                        ? CheckResult.usable(SafeDetail.of(
                                "bot \"" + body.path("user").asString("") + "\" of "
                                        + body.path("team").asString(""),
                                List.of(token)))
                        : CheckResult.unusable(SafeDetail.of(SlackBotAnswers.error(body), List.of(token))))
                .orElse(CheckResult.unknown("the answer is not Slack's"));
    }

    @Override
    public boolean canCheck() {
        return true;
    }

    @Override
    public RateLimit rateLimit() {
        return ONE_PER_SECOND;
    }

    @Override
    public String lane(ContactPoint contactPoint) {
        ContactPointSettings.SlackBot bot = settings(contactPoint);
        return LaneName.of(bot.apiUrl() + "\n" + bot.token().reveal() + "\n" + bot.channel());
    }

    private static ContactPointSettings.SlackBot settings(ContactPoint contactPoint) {
        if (contactPoint.settings() instanceof ContactPointSettings.SlackBot bot) {
            return bot;
        }
        throw new IllegalArgumentException("contact point " + contactPoint.name() + " is not a Slack bot");
    }
}
