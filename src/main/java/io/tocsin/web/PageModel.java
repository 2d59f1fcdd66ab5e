package io.tocsin.web;

import java.util.List;
import org.springframework.security.web.reactive.result.view.CsrfRequestDataValueProcessor;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What every page has: the navigation and the CSRF token, which exists only once somebody subscribes to it. */
@ControllerAdvice(basePackageClasses = PageModel.class)
public class PageModel {

    /** One entry of the navigation; its text is the message {@code nav.<name>}. */
    record NavigationEntry(String name, String path) {}

    private static final List<NavigationEntry> NAVIGATION = List.of(
            new NavigationEntry("overview", "/"),
            new NavigationEntry("alerts", "/alerts"),
            new NavigationEntry("rules", "/rules"),
            new NavigationEntry("silences", "/silences"),
            new NavigationEntry("contact-points", "/contact-points"),
            new NavigationEntry("policies", "/policies"),
            new NavigationEntry("deliveries", "/deliveries"),
            new NavigationEntry("inbox", "/inbox"),
            new NavigationEntry("explain", "/explain"),
            new NavigationEntry("logs", "/logs"),
            new NavigationEntry("status", "/status"));

    @ModelAttribute("navigation")
    List<NavigationEntry> navigation() {
        return NAVIGATION;
    }

    @ModelAttribute("_csrf")
    Mono<CsrfToken> csrfToken(ServerWebExchange exchange) {
        Mono<CsrfToken> token = exchange.getAttribute(CsrfToken.class.getName());
        return token == null
                ? Mono.empty()
                : token.doOnSuccess(value ->
                        exchange.getAttributes().put(CsrfRequestDataValueProcessor.DEFAULT_CSRF_ATTR_NAME, value));
    }
}
