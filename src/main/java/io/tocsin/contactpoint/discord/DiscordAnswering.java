package io.tocsin.contactpoint.discord;

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
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Fences;
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

/**
 * Has an answer of Discord's acted on. Discord wants to hear within three seconds that something will be said, and for how many
 * eyes; so the person is told in private, and what is for all follows as a further message. Opens what answers come through, too.
 */
@Component
final class DiscordAnswering implements SocketFactory {

    /** Type 5, "thinking …", seen by nobody but the person. */
    static final Map<String, Object> DEFERRED = Map.of("type", 5, "data", Map.of("flags", 64));

    private static final Logger log = LoggerFactory.getLogger(DiscordAnswering.class);
    private static final int MAX_TEXT = 1_500;
    private static final int MAX_CODE = 2_400;
    private static final int MAX_LINK = 180;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int TRIES = 4;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final String BELOW = "⬇";

    private final WebhookClient client;
    private final SocketClient sockets;
    private final AnswerDesk desk;
    private final Clock clock;

    DiscordAnswering(WebhookClient client, SocketClient sockets, AnswerDesk desk, Clock clock) {
        this.client = client;
        this.sockets = sockets;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public ContactPointKind kind() {
        return ContactPointKind.DISCORD;
    }

    @Override
    public AnswerSocket socket(Supplier<List<ContactPoint>> contactPoints) {
        return new DiscordGateway(client, sockets, this, contactPoints, clock);
    }

    /** Of an interaction that came over the gateway: says first that an answer will come. */
    Mono<Void> deferAndAnswer(DiscordAsk ask, List<ContactPoint> contactPoints) {
        URI base = api(contactPoints);
        URI callback = URI.create(base + "interactions/" + ask.id() + "/" + ask.token() + "/callback");
        return client.call(HttpMethod.POST, callback, DiscordNotifier.HEADERS, Json.write(DEFERRED))
                .flatMap(answer -> {
                    if (answer.isSuccess()) {
                        return answer(ask, contactPoints);
                    }
                    // Every replica hears of it; one of them was faster.
                    log.debug("Discord has its answer already: status={}", answer.status());
                    return Mono.<Void>empty();
                })
                .onErrorResume(e -> {
                    log.warn("Discord was not answered: cause={}", WebhookClient.describe(e));
                    return Mono.empty();
                });
    }

    /** Of an interaction for which {@link #DEFERRED} has been said. */
    Mono<Void> answer(DiscordAsk ask, List<ContactPoint> contactPoints) {
        ChatRequest request = new ChatRequest(
                ContactPointKind.DISCORD,
                contactPoints.stream().map(ContactPoint::name).toList(),
                "discord " + ask.id(),
                new ChatPerson(ask.userId(), ask.userName(), "", null),
                ask.ask());
        return SafeMono.fromCallable(() -> desk.answer(request))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(reply -> reply.isEmpty() ? Mono.empty() : tell(ask, api(contactPoints), reply))
                .onErrorResume(e -> {
                    log.warn("Nobody was told what came of an answer: cause={}", WebhookClient.describe(e));
                    return Mono.empty();
                });
    }

    private Mono<Void> tell(DiscordAsk ask, URI api, ChatReply reply) {
        URI webhook = URI.create(api + "webhooks/" + ask.applicationId() + "/" + ask.token());
        URI original = URI.create(webhook + "/messages/@original");
        return reply.isShared()
                ? send(HttpMethod.PATCH, original, Map.of("content", BELOW))
                        .then(send(HttpMethod.POST, URI.create(webhook + "?wait=true"), payload(reply)))
                : send(HttpMethod.PATCH, original, payload(reply));
    }

    private Mono<Void> send(HttpMethod method, URI uri, Map<String, Object> body) {
        return client.call(method, uri, DiscordNotifier.HEADERS, Json.write(body))
                .flatMap(answer -> {
                    if (answer.status() == NOT_FOUND || answer.status() == TOO_MANY) {
                        return Mono.<Void>error(new TooEarlyException());
                    }
                    if (!answer.isSuccess()) {
                        log.warn("Discord did not take an answer: status={}", answer.status());
                    }
                    return Mono.<Void>empty();
                })
                .retryWhen(Retry.fixedDelay(TRIES, RETRY_PAUSE).filter(TooEarlyException.class::isInstance));
    }

    /** Discord does not know yet what it was told in the answer to its own request, or wants fewer requests. */
    private static final class TooEarlyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooEarlyException() {
            super("Discord is not ready", null, false, false);
        }
    }

    private static Map<String, Object> payload(ChatReply reply) {
        StringBuilder text = new StringBuilder(CodePoints.cutEscaped(reply.text(), MAX_TEXT, DiscordMarkdown::inline));
        if (!reply.code().isEmpty()) {
            text.append('\n')
                    .append(Fences.blocks(reply.code(), MAX_CODE, MAX_CODE, code -> code)
                            .get(0));
        }
        LinkAddress.of(reply.link(), MAX_LINK)
                .ifPresent(address -> text.append('\n').append(address));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("embeds", List.of(Map.of("description", text.toString())));
        body.put("allowed_mentions", DiscordMentions.NONE.allowed());
        return body;
    }

    /** Where the API is, with a slash at its end. */
    static URI api(List<ContactPoint> contactPoints) {
        if (!contactPoints.isEmpty()
                && contactPoints.get(0).settings() instanceof ContactPointSettings.Discord discord) {
            return URI.create(discord.webhook().origin() + "/api/v10/");
        }
        throw new IllegalStateException("no contact point has the application any more");
    }
}
