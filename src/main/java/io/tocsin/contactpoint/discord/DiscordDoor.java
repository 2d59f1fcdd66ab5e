package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.answer.AnswerApps;
import io.tocsin.contactpoint.answer.AnswerDoor;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import tools.jackson.databind.JsonNode;

/** Signed requests of Discord. Discord sends wrong ones now and then, and trusts nobody who takes them. */
@Component
final class DiscordDoor implements AnswerDoor {

    private static final Logger log = LoggerFactory.getLogger(DiscordDoor.class);
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String PONG = "{\"type\":1}";
    /** Type 6: nothing is to change. */
    private static final String NOTHING = "{\"type\":6}";

    private final AnswerApps apps;
    private final DiscordAnswering answering;
    private final Clock clock;

    DiscordDoor(AnswerApps apps, DiscordAnswering answering, Clock clock) {
        this.apps = apps;
        this.answering = answering;
        this.clock = clock;
    }

    @Override
    public Set<String> paths() {
        return Set.of("/discord/interactions");
    }

    @Override
    public Mono<DoorAnswer> receive(Function<String, @Nullable String> header, byte[] body) {
        String timestamp = String.valueOf(header.apply("X-Signature-Timestamp"));
        String signature = String.valueOf(header.apply("X-Signature-Ed25519"));
        if (!isFresh(timestamp, clock.instant())) {
            return Mono.just(DoorAnswer.REFUSED);
        }
        Optional<List<ContactPoint>> sender = Optional.empty();
        for (Map.Entry<Secret, List<ContactPoint>> app :
                apps.byRequestKey(ContactPointKind.DISCORD).entrySet()) {
            if (DiscordSignature.isOf(app.getKey(), timestamp, body, signature)) {
                sender = Optional.of(app.getValue());
            }
        }
        return Mono.just(
                sender.map(contactPoints -> answer(body, contactPoints)).orElse(DoorAnswer.REFUSED));
    }

    /** So that what was overheard cannot be sent again later. */
    private static boolean isFresh(String timestamp, Instant at) {
        return timestamp.matches("\\d{1,12}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), at)
                                .abs()
                                .compareTo(WINDOW)
                        <= 0;
    }

    private DoorAnswer answer(byte[] body, List<ContactPoint> contactPoints) {
        JsonNode interaction =
                Json.readObject(new String(body, StandardCharsets.UTF_8)).orElse(null);
        if (interaction == null) {
            return new DoorAnswer(400, "");
        }
        if (interaction.path("type").asInt(0) == DiscordAsk.PING) {
            return new DoorAnswer(200, PONG);
        }
        Optional<DiscordAsk> ask = DiscordAsk.of(interaction);
        if (ask.isEmpty()) {
            return new DoorAnswer(200, NOTHING);
        }
        answering
                .answer(ask.get(), contactPoints)
                .subscribe(done -> {}, failure -> log.error("Answer failed", failure));
        return new DoorAnswer(200, Json.write(DiscordAnswering.DEFERRED));
    }
}
