package io.tocsin.web;

import io.tocsin.security.RememberedChoices;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.http.HttpCookie;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionManager;

/** The language of a page: the one chosen with the switch, else the browser's, else English. */
@Configuration(proxyBeanMethods = false)
class LanguageConfiguration {

    /**
     * Pages look for a session of the framework while they are made, find none, and would tell the browser to forget the
     * cookie of that name, which is the one of the login: so theirs has another name.
     */
    @Bean
    WebSessionManager webSessionManager() {
        CookieWebSessionIdResolver cookie = new CookieWebSessionIdResolver();
        cookie.setCookieName("tocsin-page");
        DefaultWebSessionManager sessions = new DefaultWebSessionManager();
        sessions.setSessionIdResolver(cookie);
        return sessions;
    }

    @Bean
    LocaleContextResolver localeContextResolver() {
        AcceptHeaderLocaleContextResolver byBrowser = new AcceptHeaderLocaleContextResolver();
        byBrowser.setSupportedLocales(LanguageSwitch.LANGUAGES);
        byBrowser.setDefaultLocale(Locale.ENGLISH);
        return new CookieFirst(byBrowser);
    }

    private record CookieFirst(LocaleContextResolver otherwise) implements LocaleContextResolver {

        @Override
        public LocaleContext resolveLocaleContext(ServerWebExchange exchange) {
            HttpCookie cookie = exchange.getRequest().getCookies().getFirst(RememberedChoices.LANGUAGE_COOKIE);
            Locale wish = cookie == null ? Locale.ROOT : Locale.forLanguageTag(cookie.getValue());
            return LanguageSwitch.LANGUAGES.contains(wish)
                    ? new SimpleLocaleContext(wish)
                    : otherwise.resolveLocaleContext(exchange);
        }

        @Override
        public void setLocaleContext(ServerWebExchange exchange, @Nullable LocaleContext context) {
            throw new UnsupportedOperationException("the language is chosen with POST /language");
        }
    }
}
