package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.http.Reconnecting.CutOffException;
import io.tocsin.contactpoint.http.ReconnectingSocket;
import io.tocsin.contactpoint.http.SafeDetail;
import io.tocsin.contactpoint.http.SocketClient;
import io.tocsin.contactpoint.http.SocketClient.OpenSocket;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.secret.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import tools.jackson.databind.JsonNode;

/**
 * Slack's Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode): Slack gives an address that counts once, says hello,
 * and sends envelopes, each of which it wants acknowledged within three seconds. Before Slack ends a connection it warns;
 * another one is then opened while the old one still serves.
 */
final class SlackSocket extends ReconnectingSocket {

    private static final Logger log = LoggerFactory.getLogger(SlackSocket.class);

    private final SlackAnswering answering;

    SlackSocket(
            WebhookClient client,
            SocketClient sockets,
            SlackAnswering answering,
            Supplier<List<ContactPoint>> contactPoints,
            Clock clock) {
        super("slack", client, sockets, contactPoints, clock);
        this.answering = answering;
    }

    @Override
    protected Mono<URI> address() {
        Optional<ContactPointSettings.SlackBot> bot = contactPoints().stream()
                .flatMap(contactPoint -> contactPoint.settings() instanceof ContactPointSettings.SlackBot found
                        ? Stream.of(found)
                        : Stream.empty())
                .findFirst();
        Secret token = bot.map(found -> found.answers().socketToken()).orElse(null);
        if (bot.isEmpty() || token == null) {
            return Mono.error(new CutOffException("no contact point has the app token any more"));
        }
        return client.call(
                        HttpMethod.POST,
                        bot.get().apiUrl().resolve("apps.connections.open"),
                        Map.of("Authorization", "Bearer " + token.reveal()),
                        "{}")
                .map(answer -> address(answer, token));
    }

    private static URI address(WebhookAnswer answer, Secret token) {
        Optional<JsonNode> body = Json.readObject(answer.body());
        String url = body.map(json -> json.path("url").asString("")).orElse("");
        if (url.isEmpty()) {
            String error = body.map(SlackBotAnswers::error).orElse("");
            String why = error.isEmpty() ? "status " + answer.status() : error;
            throw new CutOffException("Slack opens no socket: " + SafeDetail.of(why, List.of(token)));
        }
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new CutOffException("Slack gave no address of a socket");
        }
    }

    /** Hears only the first of its ends: a connection that was replaced ends later, too. */
    private record Turn(MonoSink<Void> sink, AtomicBoolean isOver) {

        void end() {
            if (isOver.compareAndSet(false, true)) {
                sink.success();
            }
        }

        void fail(Throwable cause) {
            if (isOver.compareAndSet(false, true)) {
                sink.error(cause);
            }
        }
    }

    /** Ends when another connection is to be opened; this one may serve on until Slack ends it. */
    @Override
    protected Mono<Void> talk(URI address) {
        return Mono.create(sink -> {
            Turn turn = new Turn(sink, new AtomicBoolean());
            Disposable.Swap connection = Disposables.swap();
            loop.add(connection);
            connection.update(sockets.run(address, (socket, text) -> hear(socket, text, turn))
                    .doFinally(end -> loop.remove(connection))
                    .subscribe(code -> turn.fail(new CutOffException("Slack ended the connection")), turn::fail));
        });
    }

    private void hear(OpenSocket socket, String text, Turn turn) {
        JsonNode heard = Json.readObject(text).orElse(null);
        if (heard == null) {
            return;
        }
        switch (heard.path("type").asString("")) {
            case "hello" -> {
                loop.connected();
            }
            case "disconnect" -> disconnect(heard.path("reason").asString(""), turn);
            default -> take(socket, heard);
        }
    }

    /** A refresh is as it should be; that somebody has switched Socket Mode off is not. */
    private static void disconnect(String reason, Turn turn) {
        if (reason.equals("link_disabled")) {
            turn.fail(new CutOffException("Socket Mode is switched off in the settings of the Slack app"));
        } else {
            log.debug("Slack refreshes the connection: reason={}", reason);
            turn.end();
        }
    }

    /** What is not acknowledged at once Slack sends again, perhaps to another replica. */
    private void take(OpenSocket socket, JsonNode envelope) {
        String id = envelope.path("envelope_id").asString("");
        if (id.isEmpty()) {
            return;
        }
        socket.send(Json.write(Map.of("envelope_id", id)));
        ask(envelope)
                .ifPresent(ask -> answering
                        .answer(ask, contactPoints())
                        .subscribe(done -> {}, failure -> log.error("Answer failed", failure)));
    }

    private static Optional<SlackAsk> ask(JsonNode envelope) {
        JsonNode payload = envelope.path("payload");
        return switch (envelope.path("type").asString("")) {
            case "interactive" -> SlackAsk.ofInteraction(payload);
            case "slash_commands" -> SlackAsk.ofCommand(fields(payload));
            default -> Optional.empty();
        };
    }

    private static Map<String, String> fields(JsonNode payload) {
        Map<String, String> fields = new LinkedHashMap<>();
        payload.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asString("")));
        return fields;
    }
}
