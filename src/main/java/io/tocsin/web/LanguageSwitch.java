package io.tocsin.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;

/** Remembers in a cookie which language somebody wants; without it the browser's wish counts. */
@Controller
class LanguageSwitch {

    static final String COOKIE = "tocsin-language";
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN);

    @PostMapping("/language")
    String choose(FormValues form, ServerWebExchange exchange) {
        Locale wish = Locale.forLanguageTag(form.text("language"));
        if (LANGUAGES.contains(wish)) {
            exchange.getResponse()
                    .addCookie(ResponseCookie.from(COOKIE, wish.toLanguageTag())
                            .path("/")
                            .maxAge(Duration.ofDays(365))
                            .httpOnly(true)
                            .sameSite("Lax")
                            .build());
        }
        return "redirect:" + pageOf(exchange.getRequest().getHeaders().getFirst("Referer"));
    }

    /** The page on this server from which the form came; the header's host is never followed. */
    private static String pageOf(@Nullable String referer) {
        try {
            URI uri = new URI(referer == null ? "" : referer);
            String path = uri.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return "/";
            }
            return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        } catch (URISyntaxException e) {
            return "/";
        }
    }
}
