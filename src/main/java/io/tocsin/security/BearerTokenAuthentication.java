package io.tocsin.security;

import io.tocsin.access.Role;
import io.tocsin.secret.Secret;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Logs a program in by {@code Authorization: Bearer …}; nothing of it is kept in a session. */
final class BearerTokenAuthentication {

    private static final String SCHEME = "bearer ";

    private BearerTokenAuthentication() {}

    static AuthenticationWebFilter filter(Secret apiToken) {
        AuthenticationWebFilter filter =
                new AuthenticationWebFilter((Authentication candidate) -> authenticate(candidate, apiToken));
        filter.setServerAuthenticationConverter(BearerTokenAuthentication::read);
        filter.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
        filter.setAuthenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(
                new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED)));
        return filter;
    }

    static boolean isPresent(ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && header.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    private static Mono<Authentication> read(ServerWebExchange exchange) {
        if (!isPresent(exchange)) {
            return Mono.empty();
        }
        String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        String token = header == null ? "" : header.substring(SCHEME.length()).strip();
        return Mono.just(UsernamePasswordAuthenticationToken.unauthenticated("api-token", new Secret(token)));
    }

    private static Mono<Authentication> authenticate(Authentication candidate, Secret apiToken) {
        Object credentials = candidate.getCredentials();
        if (apiToken.isEmpty() || credentials == null || !apiToken.equals(credentials)) {
            return Mono.error(new BadCredentialsException("unknown token"));
        }
        return Mono.just(UsernamePasswordAuthenticationToken.authenticated(
                "api-token", "", List.of(new SimpleGrantedAuthority("ROLE_" + Role.ADMIN))));
    }
}
