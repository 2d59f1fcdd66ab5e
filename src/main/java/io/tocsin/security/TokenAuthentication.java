package io.tocsin.security;

import io.tocsin.access.Role;
import io.tocsin.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Lets a program in by {@code Authorization: Bearer <token>}, or by basic authentication with any name and the token as its
 * password, as log agents and Grafana send it; nothing of it is kept. Users' passwords are not accepted here: nothing slows down
 * who tries them.
 */
final class TokenAuthentication {

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final TokenRegister tokens;
    private final Secret admin;
    private final Secret viewer;
    private final AuditTrail audit;

    /** @param admin the token that the settings give this role; empty: none. So with {@code viewer} */
    TokenAuthentication(TokenRegister tokens, Secret admin, Secret viewer, AuditTrail audit) {
        this.tokens = tokens;
        this.admin = admin;
        this.viewer = viewer;
        this.audit = audit;
    }

    AuthenticationWebFilter filter() {
        AuthenticationWebFilter filter = new AuthenticationWebFilter(this::authenticate);
        filter.setServerAuthenticationConverter(TokenAuthentication::read);
        filter.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
        filter.setAuthenticationFailureHandler((exchange, failure) -> refuse(exchange));
        return filter;
    }

    /** Browsers are asked for nothing, so that they never send a token by themselves. */
    private Mono<Void> refuse(WebFilterExchange exchange) {
        ServerWebExchange web = exchange.getExchange();
        return audit.recordWrongToken(web).then(Mono.defer(() -> {
            web.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
            web.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            return web.getResponse().setComplete();
        }));
    }

    static boolean isPresent(ServerWebExchange exchange) {
        String header = header(exchange).toLowerCase(Locale.ROOT);
        return header.startsWith(BEARER) || header.startsWith(BASIC);
    }

    private static String header(ServerWebExchange exchange) {
        @Nullable String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header == null ? "" : header;
    }

    private static Mono<Authentication> read(ServerWebExchange exchange) {
        if (!isPresent(exchange)) {
            return Mono.empty();
        }
        String header = header(exchange);
        String text = header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : password(header.substring(BASIC.length()).strip());
        return Mono.just(UsernamePasswordAuthenticationToken.unauthenticated("token", new Secret(text)));
    }

    /** Empty when it is malformed. */
    private static String password(String encoded) {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return text.substring(text.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private Mono<Authentication> authenticate(Authentication candidate) {
        Secret token = candidate.getCredentials() instanceof Secret secret ? secret : new Secret("");
        if (!admin.isEmpty() && admin.equals(token)) {
            return Mono.just(configured("api-token", Role.ADMIN));
        }
        if (!viewer.isEmpty() && viewer.equals(token)) {
            return Mono.just(configured("viewer-token", Role.VIEWER));
        }
        return tokens.find(token)
                .map(Caller::authenticated)
                .switchIfEmpty(Mono.error(() -> new BadCredentialsException("unknown token")));
    }

    private static Authentication configured(String name, Role role) {
        return new Caller(name, role, Caller.CallerKind.CONFIGURED_TOKEN, "").authenticated();
    }
}
