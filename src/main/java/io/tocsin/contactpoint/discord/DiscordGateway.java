package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.http.Reconnecting.CutOffException;
import io.tocsin.contactpoint.http.ReconnectingSocket;
import io.tocsin.contactpoint.http.SocketClient;
import io.tocsin.contactpoint.http.SocketClient.OpenSocket;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.secret.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Discord's gateway (discord.com/developers/docs/events/gateway): hello, heartbeats that are acknowledged, identify or resume, and
 * events, of which only interactions are asked for.
 */
final class DiscordGateway extends ReconnectingSocket {

    private static final Logger log = LoggerFactory.getLogger(DiscordGateway.class);

    /** Discord takes the token away from whoever identifies more than a thousand times a day. */
    private static final int LEAST_IDENTIFIES = 20;

    private static final Duration FATAL_PAUSE = Duration.ofMinutes(15);

    private final DiscordAnswering answering;
    private final AtomicReference<GatewaySession> session = new AtomicReference<>(GatewaySession.NONE);

    DiscordGateway(
            WebhookClient client,
            SocketClient sockets,
            DiscordAnswering answering,
            Supplier<List<ContactPoint>> contactPoints,
            Clock clock) {
        super("discord", client, sockets, contactPoints, clock);
        this.answering = answering;
    }

    private GatewaySession session() {
        return Objects.requireNonNull(session.get());
    }

    private Secret token() {
        Secret token = contactPoints().stream()
                .flatMap(contactPoint ->
                        Optional.ofNullable(contactPoint.answers().socketToken()).stream())
                .findFirst()
                .orElse(null);
        if (token == null) {
            throw new CutOffException("no contact point has the bot token any more");
        }
        return token;
    }

    @Override
    protected Mono<URI> address() {
        GatewaySession known = session();
        if (known.canResume()) {
            return Mono.fromCallable(() -> address(known.resumeUrl()));
        }
        Map<String, String> headers = new HashMap<>(DiscordNotifier.HEADERS);
        headers.put("Authorization", "Bot " + token().reveal());
        return client.get(DiscordAnswering.api(contactPoints()).resolve("gateway/bot"), headers)
                .map(DiscordGateway::address);
    }

    private static URI address(WebhookAnswer answer) {
        JsonNode body = Json.readObject(answer.body()).orElse(null);
        if (!answer.isSuccess() || body == null) {
            boolean isRefused = answer.status() == 401 || answer.status() == 403;
            throw new CutOffException(
                    isRefused
                            ? "Discord does not know the bot token"
                            : "Discord tells no gateway: status " + answer.status(),
                    isRefused ? FATAL_PAUSE : Duration.ZERO);
        }
        JsonNode limit = body.path("session_start_limit");
        if (limit.path("remaining").asInt(Integer.MAX_VALUE) < LEAST_IDENTIFIES) {
            throw new CutOffException(
                    "Discord allows no more logins of the bot for now",
                    Duration.ofMillis(limit.path("reset_after").asLong(FATAL_PAUSE.toMillis())));
        }
        return address(body.path("url").asString(""));
    }

    private static URI address(String url) {
        try {
            return URI.create((url.endsWith("/") ? url : url + "/") + "?v=10&encoding=json");
        } catch (IllegalArgumentException e) {
            throw new CutOffException("Discord gave no address of a gateway");
        }
    }

    @Override
    protected Mono<Void> talk(URI address) {
        GatewayHeartbeat heartbeat = new GatewayHeartbeat();
        return sockets.run(
                        address,
                        (socket, text) -> Json.readObject(text).ifPresent(heard -> hear(socket, heard, heartbeat)))
                .doFinally(end -> heartbeat.stop())
                .flatMap(this::ended);
    }

    private Mono<Void> ended(int code) {
        session.updateAndGet(known -> known.afterClose(code));
        if (GatewaySession.isFatal(code)) {
            return Mono.error(new CutOffException(
                    "Discord refuses the bot, with code " + code + "; is the token right?", FATAL_PAUSE));
        }
        return Mono.error(new CutOffException("Discord ended the connection" + (code > 0 ? " with code " + code : "")));
    }

    private void hear(OpenSocket socket, JsonNode heard, GatewayHeartbeat heartbeat) {
        switch (heard.path("op").asInt(-1)) {
            case 0 -> event(heard);
            case 1 -> heartbeat.beat(socket, session());
            case 7 -> socket.close(GatewayHeartbeat.RESUMABLE);
            case 9 -> invalid(socket, heard.path("d").asBoolean(false));
            case 10 -> {
                Duration interval = Duration.ofMillis(
                        Math.max(heard.path("d").path("heartbeat_interval").asLong(41_250), 100));
                heartbeat.start(socket, interval, this::session);
                socket.send(Json.write(greeting()));
            }
            case 11 -> heartbeat.acknowledged();
            default -> log.debug("The gateway says what is not needed: op={}", heard.path("op"));
        }
    }

    private Map<String, Object> greeting() {
        GatewaySession known = session();
        Long sequence = known.sequence();
        String token = token().reveal();
        if (known.canResume() && sequence != null) {
            return Map.of("op", 6, "d", Map.of("token", token, "session_id", known.id(), "seq", sequence));
        }
        Map<String, String> properties = Map.of("os", "linux", "browser", "tocsin", "device", "tocsin");
        return Map.of("op", 2, "d", Map.of("token", token, "intents", 0, "properties", properties));
    }

    /** Discord wants one to five seconds before the next try. */
    private void invalid(OpenSocket socket, boolean isResumable) {
        if (!isResumable) {
            session.set(GatewaySession.NONE);
        }
        long millis = ThreadLocalRandom.current().nextLong(1_000, 5_000);
        loop.add(Mono.delay(Duration.ofMillis(millis))
                .subscribe(
                        tick -> socket.close(GatewayHeartbeat.RESUMABLE),
                        failure -> log.error("The gateway was not left", failure)));
    }

    private void event(JsonNode event) {
        session.updateAndGet(known -> known.after(event));
        switch (event.path("t").asString("")) {
            case "READY", "RESUMED" -> loop.connected();
            case "INTERACTION_CREATE" ->
                DiscordAsk.of(event.path("d"))
                        .ifPresent(ask -> answering
                                .deferAndAnswer(ask, contactPoints())
                                .subscribe(done -> {}, failure -> log.error("Answer failed", failure)));
            default -> log.debug("An event that is not needed: type={}", event.path("t"));
        }
    }
}
