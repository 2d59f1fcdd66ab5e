package io.tocsin.security;

import io.tocsin.access.store.UserChoices;
import java.security.Principal;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;

/**
 * The language and the time zone that somebody wants, wherever the next login is. A browser knows them by cookies, so that a
 * page costs no query for them. The methods block.
 */
@Component
public final class RememberedChoices {

    /** The language of pages. */
    public static final String LANGUAGE_COOKIE = "tocsin-language";

    /** What a script of the pages takes over after a login. */
    private static final String ZONE_COOKIE = "tocsin-zone-saved";

    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final Duration UNTIL_THE_NEXT_PAGE = Duration.ofHours(1);

    private final UserChoices choices;

    RememberedChoices(UserChoices choices) {
        this.choices = choices;
    }

    /** For this browser, and for the person who is logged in, if somebody is. */
    public void chooseLanguage(ServerHttpResponse response, @Nullable Principal person, String language) {
        response.addCookie(cookie(LANGUAGE_COOKIE, language, LIFETIME).build());
        Caller.person(person).ifPresent(caller -> choices.saveLanguage(caller.name(), language));
    }

    /** @param zone a name as Java knows it; empty: that of each browser. What is none is not remembered. */
    public void chooseZone(@Nullable Principal person, String zone) {
        if (zone.isEmpty() || ZoneId.getAvailableZoneIds().contains(zone)) {
            Caller.person(person).ifPresent(caller -> choices.saveZone(caller.name(), zone));
        }
    }

    /** Tells the browser of somebody who has just logged in. */
    void restore(ServerHttpResponse response, String user) {
        choices.find(user).ifPresent(chosen -> {
            if (!chosen.language().isEmpty()) {
                response.addCookie(
                        cookie(LANGUAGE_COOKIE, chosen.language(), LIFETIME).build());
            }
            if (!chosen.zone().isEmpty()) {
                response.addCookie(cookie(ZONE_COOKIE, chosen.zone(), UNTIL_THE_NEXT_PAGE)
                        .httpOnly(false)
                        .build());
            }
        });
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(String name, String value, Duration lifetime) {
        return ResponseCookie.from(name, value)
                .path("/")
                .maxAge(lifetime)
                .httpOnly(true)
                .sameSite("Lax");
    }
}
