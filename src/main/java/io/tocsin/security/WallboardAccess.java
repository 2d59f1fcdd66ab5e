package io.tocsin.security;

import io.tocsin.access.Role;
import io.tocsin.secret.Secret;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Screens on walls, at which nobody logs in: a token of a viewer, in a cookie of its own, shows the wallboard and what keeps it
 * up to date, and nothing else. It counts until the token is removed or expires.
 */
@Component
public final class WallboardAccess {

    private static final Set<String> SHOWN = Set.of("/wallboard", "/events", "/watching");
    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final String COOKIE = "tocsin-wallboard";

    private final TokenRegister tokens;
    private final SafeCookies cookies;
    private final AuditTrail audit;

    WallboardAccess(TokenRegister tokens, SafeCookies cookies, AuditTrail audit) {
        this.tokens = tokens;
        this.cookies = cookies;
        this.audit = audit;
    }

    /** Whether the token is one of a viewer; then this browser may show the wallboard from now on. */
    public Mono<Boolean> open(ServerWebExchange exchange, Secret token) {
        return viewer(token)
                .flatMap(caller -> {
                    exchange.getResponse()
                            .addCookie(cookies.cookie(cookies.name(COOKIE), token.reveal())
                                    .maxAge(LIFETIME)
                                    .build());
                    return audit.recordGivenLogin(exchange, caller.name()).thenReturn(true);
                })
                .switchIfEmpty(Mono.defer(() -> audit.recordWrongToken(exchange).thenReturn(false)));
    }

    /** More than a viewer's token would be worth stealing from a wall. */
    private Mono<Caller> viewer(Secret token) {
        return tokens.find(token).filter(caller -> caller.role() == Role.VIEWER);
    }

    /** Lets in whom nothing else has let in; a token that counts no more is as none. */
    AuthenticationWebFilter filter() {
        AuthenticationWebFilter filter = new AuthenticationWebFilter(this::authenticate);
        filter.setServerAuthenticationConverter(this::read);
        filter.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
        filter.setAuthenticationFailureHandler(
                (exchange, failure) -> exchange.getChain().filter(exchange.getExchange()));
        return filter;
    }

    private Mono<Authentication> read(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        HttpCookie cookie = request.getCookies().getFirst(cookies.name(COOKIE));
        boolean isLook = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
        if (cookie == null
                || !isLook
                || !SHOWN.contains(request.getPath().pathWithinApplication().value())) {
            return Mono.empty();
        }
        return ReactiveSecurityContextHolder.getContext()
                .hasElement()
                .filter(isKnown -> !isKnown)
                .map(stranger -> UsernamePasswordAuthenticationToken.unauthenticated(
                        "wallboard", new Secret(cookie.getValue())));
    }

    private Mono<Authentication> authenticate(Authentication candidate) {
        Secret token = candidate.getCredentials() instanceof Secret secret ? secret : new Secret("");
        return viewer(token)
                .map(Caller::authenticated)
                .switchIfEmpty(Mono.error(() -> new BadCredentialsException("no token of a viewer")));
    }
}
