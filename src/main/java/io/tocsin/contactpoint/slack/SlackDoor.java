package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.answer.AnswerApps;
import io.tocsin.contactpoint.answer.AnswerDoor;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.secret.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Signed requests of Slack: interactions and slash commands, as forms. */
@Component
final class SlackDoor implements AnswerDoor {

    private static final Logger log = LoggerFactory.getLogger(SlackDoor.class);

    private final AnswerApps apps;
    private final SlackAnswering answering;
    private final Clock clock;

    SlackDoor(AnswerApps apps, SlackAnswering answering, Clock clock) {
        this.apps = apps;
        this.answering = answering;
        this.clock = clock;
    }

    @Override
    public Set<String> paths() {
        return Set.of("/slack/interactions", "/slack/commands");
    }

    /** Slack wants its answer within three seconds, so what takes longer is told afterwards. */
    @Override
    public Mono<DoorAnswer> receive(Function<String, @Nullable String> header, byte[] body) {
        String timestamp = header.apply("X-Slack-Request-Timestamp");
        Instant at = clock.instant();
        if (timestamp == null || !SlackSignature.isFresh(timestamp, at)) {
            return Mono.just(DoorAnswer.REFUSED);
        }
        String signature = header.apply("X-Slack-Signature");
        Optional<List<ContactPoint>> sender = Optional.empty();
        for (Map.Entry<Secret, List<ContactPoint>> app :
                apps.byRequestKey(ContactPointKind.SLACK_BOT).entrySet()) {
            if (SlackSignature.isOf(app.getKey(), timestamp, body, signature)) {
                sender = Optional.of(app.getValue());
            }
        }
        if (sender.isEmpty()) {
            return Mono.just(DoorAnswer.REFUSED);
        }
        List<ContactPoint> contactPoints = sender.get();
        ask(body)
                .ifPresent(ask -> answering
                        .answer(ask, contactPoints)
                        .subscribe(done -> {}, failure -> log.error("Answer failed", failure)));
        return Mono.just(DoorAnswer.EMPTY);
    }

    private static Optional<SlackAsk> ask(byte[] body) {
        Map<String, String> fields = form(new String(body, StandardCharsets.UTF_8));
        String payload = fields.get("payload");
        return payload == null
                ? SlackAsk.ofCommand(fields)
                : Json.readObject(payload).flatMap(SlackAsk::ofInteraction);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
