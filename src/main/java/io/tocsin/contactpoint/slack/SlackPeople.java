package io.tocsin.contactpoint.slack;

import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.answer.ChatPerson;
import io.tocsin.contactpoint.http.WebhookAnswer;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.render.Json;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * What Slack knows of a person: the e-mail address, where it can be trusted, and the time zone. Guests from other teams could
 * give themselves any address, so theirs do not count. Without the scopes users:read and users:read.email nothing is known.
 */
final class SlackPeople {

    private static final Logger log = LoggerFactory.getLogger(SlackPeople.class);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST_KEPT = 1_000;

    private final WebhookClient client;
    private final Clock clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    SlackPeople(WebhookClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    private record Kept(ChatPerson person, Instant until) {}

    /** Never fails: of whom nothing is known, nothing but the id counts. */
    Mono<ChatPerson> find(ContactPointSettings.SlackBot bot, SlackAsk ask) {
        String key = bot.apiUrl() + " " + bot.token().hashCode() + " " + ask.userId();
        Optional<ChatPerson> known = known(key);
        if (known.isPresent()) {
            return Mono.just(known.get());
        }
        return Mono.zip(get(bot, "auth.test"), get(bot, "users.info?user=" + ask.userId()))
                .map(answers -> person(ask, answers.getT1(), answers.getT2()))
                .doOnNext(person -> keep(key, person))
                .onErrorResume(e -> {
                    log.warn("Slack did not tell who a person is: cause={}", WebhookClient.describe(e));
                    return Mono.empty();
                })
                .defaultIfEmpty(new ChatPerson(ask.userId(), ask.userName(), "", null));
    }

    private synchronized Optional<ChatPerson> known(String key) {
        Kept found = kept.get(key);
        return found != null && clock.instant().isBefore(found.until())
                ? Optional.of(found.person())
                : Optional.empty();
    }

    private synchronized void keep(String key, ChatPerson person) {
        kept.put(key, new Kept(person, clock.instant().plus(KEPT)));
    }

    /** Empty when Slack refuses to tell. */
    private Mono<JsonNode> get(ContactPointSettings.SlackBot bot, String method) {
        return client.get(
                        bot.apiUrl().resolve(method),
                        Map.of("Authorization", "Bearer " + bot.token().reveal()))
                .flatMap(answer -> Mono.justOrEmpty(ok(answer)));
    }

    private static Optional<JsonNode> ok(WebhookAnswer answer) {
        return Json.readObject(answer.body()).filter(body -> body.path("ok").asBoolean(false));
    }

    private static ChatPerson person(SlackAsk ask, JsonNode bot, JsonNode info) {
        JsonNode user = info.path("user");
        String name = user.path("profile").path("display_name").asString("");
        return new ChatPerson(
                ask.userId(),
                name.isEmpty() ? ask.userName() : name,
                isTrusted(bot, user) ? user.path("profile").path("email").asString("") : "",
                zone(user.path("tz").asString("")));
    }

    private static boolean isTrusted(JsonNode bot, JsonNode user) {
        boolean isSameTeam = isSame(bot.path("team_id"), user.path("team_id"))
                || isSame(
                        bot.path("enterprise_id"), user.path("enterprise_user").path("enterprise_id"));
        return isSameTeam
                && !user.path("deleted").asBoolean(false)
                && !user.path("is_bot").asBoolean(false)
                && !user.path("is_stranger").asBoolean(false)
                && user.path("is_email_confirmed").asBoolean(true);
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return !one.asString("").isEmpty() && one.asString("").equals(other.asString(""));
    }

    private static @Nullable ZoneId zone(String name) {
        try {
            return name.isEmpty() ? null : ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
