package io.tocsin.security;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseCookie.ResponseCookieBuilder;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;

/**
 * How cookies are set: out of reach of scripts, not sent along by other sites, and only over TLS where people reach Tocsin by
 * it. There the names say that no other host of the domain set them.
 */
final class SafeCookies {

    /** The name of the header in which scripts send the token of forms. */
    static final String CSRF_HEADER = "X-CSRF-TOKEN";

    private static final String HOST_ONLY = "__Host-";

    private final boolean isSecure;

    SafeCookies(boolean isSecure) {
        this.isSecure = isSecure;
    }

    String sessionName() {
        return name("SESSION");
    }

    /** The name of a cookie of ours. */
    String name(String plain) {
        return isSecure ? HOST_ONLY + plain : plain;
    }

    /** @param lifetime null: until the browser is closed */
    void addSession(ServerHttpResponse response, String id, @Nullable Duration lifetime) {
        response.addCookie(cookie(sessionName(), id)
                .maxAge(lifetime == null ? Duration.ofSeconds(-1) : lifetime)
                .build());
    }

    void removeSession(ServerHttpResponse response) {
        response.addCookie(cookie(sessionName(), "").maxAge(Duration.ZERO).build());
    }

    ResponseCookieBuilder cookie(String name, String value) {
        return ResponseCookie.from(name, value)
                .path("/")
                .httpOnly(true)
                .secure(isSecure)
                .sameSite("Lax");
    }

    /** The token of forms lies in a cookie, so that a form needs no session. */
    ServerCsrfTokenRepository csrfTokens() {
        CookieServerCsrfTokenRepository tokens = new CookieServerCsrfTokenRepository();
        tokens.setCookieName(name("XSRF-TOKEN"));
        tokens.setHeaderName(CSRF_HEADER);
        tokens.setParameterName("_csrf");
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(
                cookie -> cookie.secure(isSecure).sameSite("Lax").httpOnly(true));
        return tokens;
    }
}
