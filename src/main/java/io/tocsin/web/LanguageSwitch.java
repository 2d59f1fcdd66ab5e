package io.tocsin.web;

import io.tocsin.security.RememberedChoices;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;

/** Remembers which language somebody wants; without it the browser's wish counts. */
@Controller
class LanguageSwitch {

    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN);

    private final RememberedChoices choices;

    LanguageSwitch(RememberedChoices choices) {
        this.choices = choices;
    }

    @PostMapping("/language")
    String choose(FormValues form, @Nullable Principal person, ServerWebExchange exchange) {
        Locale wish = Locale.forLanguageTag(form.text("language"));
        if (LANGUAGES.contains(wish)) {
            choices.chooseLanguage(exchange.getResponse(), person, wish.toLanguageTag());
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
