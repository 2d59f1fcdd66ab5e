package io.tocsin.security;

import io.tocsin.text.PercentEncoding;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.DefaultServerRedirectStrategy;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.ServerRedirectStrategy;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.security.web.server.authentication.ServerAuthenticationSuccessHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Where people are sent: to the login, and from there to the page that they wanted. */
final class LoginHandlers
        implements ServerAuthenticationEntryPoint,
                ServerAuthenticationSuccessHandler,
                ServerAuthenticationFailureHandler {

    private final AuditTrail audit;
    private final ServerRedirectStrategy redirect = new DefaultServerRedirectStrategy();

    LoginHandlers(AuditTrail audit) {
        this.audit = audit;
    }

    /** A stranger wants a page; what a script of a page wants is not shown after the login. */
    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException reason) {
        ServerHttpRequest request = exchange.getRequest();
        if (request.getHeaders().getAccept().contains(MediaType.TEXT_EVENT_STREAM)) {
            // By this a browser knows that it need not try again; the page's next request finds the login.
            exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
            return exchange.getResponse().setComplete();
        }
        String wanted = request.getURI().getRawPath()
                + (request.getURI().getRawQuery() == null
                        ? ""
                        : "?" + request.getURI().getRawQuery());
        boolean isPage =
                request.getMethod() == HttpMethod.GET && !request.getHeaders().containsHeader("HX-Request");
        String next = isPage && !wanted.equals("/") && !WantedPage.local(wanted).equals("/")
                ? "?" + WantedPage.PARAMETER + "=" + PercentEncoding.part(wanted)
                : "";
        return redirect.sendRedirect(exchange, URI.create("/login" + next));
    }

    @Override
    public Mono<Void> onAuthenticationSuccess(WebFilterExchange exchange, Authentication authentication) {
        ServerWebExchange web = exchange.getExchange();
        LoginFilter.succeeded(web);
        return web.getFormData()
                .map(form -> WantedPage.local(form.getFirst(WantedPage.PARAMETER)))
                .defaultIfEmpty("/")
                .flatMap(next -> audit.recordLogin(web, AuditTrail.LoginResult.DONE)
                        .then(redirect.sendRedirect(web, URI.create(next))));
    }

    @Override
    public Mono<Void> onAuthenticationFailure(WebFilterExchange exchange, AuthenticationException failure) {
        ServerWebExchange web = exchange.getExchange();
        return web.getFormData()
                .map(form -> WantedPage.local(form.getFirst(WantedPage.PARAMETER)))
                .defaultIfEmpty("/")
                .flatMap(next -> audit.recordLogin(web, AuditTrail.LoginResult.REFUSED)
                        .then(redirect.sendRedirect(
                                web,
                                URI.create("/login?error"
                                        + (next.equals("/")
                                                ? ""
                                                : "&" + WantedPage.PARAMETER + "=" + PercentEncoding.part(next))))));
    }

    /** Programs are told in the status; those that use the API of Tocsin itself are told how to go on, too. */
    static ServerAuthenticationEntryPoint forPrograms() {
        return (exchange, reason) -> {
            exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            if (exchange.getRequest().getPath().pathWithinApplication().value().startsWith("/api/tocsin/")) {
                return Mono.error(new ResponseStatusException(
                        HttpStatus.UNAUTHORIZED,
                        "the request needs a token: send Authorization: Bearer with one of the page API tokens"));
            }
            exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
            return exchange.getResponse().setComplete();
        };
    }
}
