package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.answer.AnswerDesk;
import io.tocsin.contactpoint.answer.AnswerSocket;
import io.tocsin.contactpoint.answer.AnswerSocket.SocketFactory;
import io.tocsin.contactpoint.answer.ChatPerson;
import io.tocsin.contactpoint.answer.ChatReply;
import io.tocsin.contactpoint.answer.ChatRequest;
import io.tocsin.contactpoint.http.SocketClient;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.contactpoint.render.LinkAddress;
import io.tocsin.task.SafeMono;
import io.tocsin.text.CodePoints;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Has an answer of Slack's acted on, and tells the person or the thread what came of it; opens what answers come through. */
@Component
final class SlackAnswering implements SocketFactory {

    private static final Logger log = LoggerFactory.getLogger(SlackAnswering.class);
    private static final int MAX_FALLBACK = 300;
    private static final int MAX_LINK = 2_000;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    private final WebhookClient client;
    private final SocketClient sockets;
    private final AnswerDesk desk;
    private final SlackPeople people;
    private final Clock clock;

    SlackAnswering(WebhookClient client, SocketClient sockets, AnswerDesk desk, Clock clock) {
        this.client = client;
        this.sockets = sockets;
        this.clock = clock;
        this.desk = desk;
        this.people = new SlackPeople(client, clock);
    }

    @Override
    public ContactPointKind kind() {
        return ContactPointKind.SLACK_BOT;
    }

    @Override
    public AnswerSocket socket(Supplier<List<ContactPoint>> contactPoints) {
        return new SlackSocket(client, sockets, this, contactPoints, clock);
    }

    /** @param contactPoints those of the app that told it */
    Mono<Void> answer(SlackAsk ask, List<ContactPoint> contactPoints) {
        if (contactPoints.isEmpty()
                || !(contactPoints.get(0).settings() instanceof ContactPointSettings.SlackBot bot)) {
            return Mono.empty();
        }
        return people.find(bot, ask)
                .flatMap(person -> decide(ask, contactPoints, person))
                .flatMap(reply -> reply.isEmpty() ? Mono.empty() : tell(bot, ask, reply))
                .onErrorResume(e -> {
                    log.warn("Nobody was told what came of an answer: cause={}", WebhookClient.describe(e));
                    return Mono.empty();
                });
    }

    private Mono<ChatReply> decide(SlackAsk ask, List<ContactPoint> contactPoints, ChatPerson person) {
        ChatRequest request = new ChatRequest(
                ContactPointKind.SLACK_BOT,
                contactPoints.stream().map(ContactPoint::name).toList(),
                ask.eventId(),
                person,
                ask.ask());
        return SafeMono.fromCallable(() -> desk.answer(request)).subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> tell(ContactPointSettings.SlackBot bot, SlackAsk ask, ChatReply reply) {
        if (!reply.isShared() || ask.threadTs().isEmpty()) {
            return tellPerson(bot, ask, reply);
        }
        Map<String, Object> body = payload(reply);
        body.put("channel", ask.channel());
        body.put("thread_ts", ask.threadTs());
        body.put("unfurl_links", false);
        body.put("unfurl_media", false);
        return call(bot, "chat.postMessage", body);
    }

    /** The response address needs no scope and no membership; where there is none, the bot says it itself. */
    private Mono<Void> tellPerson(ContactPointSettings.SlackBot bot, SlackAsk ask, ChatReply reply) {
        Map<String, Object> body = payload(reply);
        if (ask.responseUrl().isEmpty()) {
            body.put("channel", ask.channel());
            body.put("user", ask.userId());
            return call(bot, "chat.postEphemeral", body);
        }
        body.put("response_type", "ephemeral");
        body.put("replace_original", false);
        return SafeMono.fromCallable(() -> URI.create(ask.responseUrl()))
                .flatMap(uri -> client.call(HttpMethod.POST, uri, Map.of(), Json.write(body)))
                .flatMap(answer -> answer.isSuccess() ? Mono.empty() : refused("response_url", answer));
    }

    private static Map<String, Object> payload(ChatReply reply) {
        SlackBlocks blocks = new SlackBlocks();
        blocks.plainSection(reply.text());
        blocks.code(reply.code());
        LinkAddress.of(reply.link(), MAX_LINK)
                .ifPresent(address -> blocks.context("<" + address.replace("&", "&amp;") + ">"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", CodePoints.cutEscaped(reply.text(), MAX_FALLBACK, Mrkdwn::inline));
        body.put("blocks", blocks.blocks());
        return body;
    }

    private Mono<Void> call(ContactPointSettings.SlackBot bot, String method, Map<String, Object> body) {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + bot.token().reveal());
        return client.call(HttpMethod.POST, bot.apiUrl().resolve(method), headers, Json.write(body))
                .flatMap(answer -> {
                    if (answer.status() == 429) {
                        return Mono.<Void>error(new SlowDownException());
                    }
                    boolean isOk = Json.readObject(answer.body())
                            .map(json -> json.path("ok").asBoolean(false))
                            .orElse(false);
                    return isOk ? Mono.<Void>empty() : refused(method, answer);
                })
                .retryWhen(Retry.fixedDelay(3, RETRY_PAUSE).filter(SlowDownException.class::isInstance));
    }

    /** What was asked is done; only that it was is not told. */
    private static Mono<Void> refused(String method, WebhookAnswer answer) {
        String error =
                Json.readObject(answer.body()).map(SlackBotAnswers::error).orElse("");
        log.warn("Slack did not take an answer: method={} status={} error={}", method, answer.status(), error);
        return Mono.empty();
    }

    /** One message a second and channel. */
    private static final class SlowDownException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SlowDownException() {
            super("Slack wants fewer messages", null, false, false);
        }
    }
}
