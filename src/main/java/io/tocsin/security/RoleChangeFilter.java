package io.tocsin.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Ends the session of somebody who was removed, or was given another role, within a few seconds. */
final class RoleChangeFilter implements WebFilter {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(3);

    private final AppUsers users;
    private final Clock clock;
    private volatile Known known = new Known(Map.of(), Instant.EPOCH);

    RoleChangeFilter(AppUsers users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    private record Known(Map<String, Role> roles, Instant readAt) {}

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getPrincipal()
                .ofType(Authentication.class)
                .filter(authentication -> authentication.getPrincipal() instanceof UserDetails)
                .flatMap(this::isStale)
                .defaultIfEmpty(false)
                .flatMap(isStale -> isStale ? end(exchange) : chain.filter(exchange));
    }

    /** What is known may be older than a new user or role, so it convicts nobody. */
    private Mono<Boolean> isStale(Authentication authentication) {
        Known current = known;
        Instant now = clock.instant();
        if (current.readAt().plus(KNOWN_FOR).isAfter(now) && !isStale(authentication, current.roles())) {
            return Mono.just(false);
        }
        return Mono.fromCallable(() -> {
                    Map<String, Role> roles = users.findAll().stream()
                            .collect(Collectors.toMap(UserAccounts.Account::name, UserAccounts.Account::role));
                    known = new Known(roles, now);
                    return isStale(authentication, roles);
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static boolean isStale(Authentication authentication, Map<String, Role> roles) {
        Role role = roles.get(authentication.getName());
        List<String> authorities = authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .toList();
        return role == null || !authorities.contains("ROLE_" + role.name());
    }

    private static Mono<Void> end(ServerWebExchange exchange) {
        return exchange.getSession()
                .flatMap(session -> session.invalidate())
                .then(Mono.fromRunnable(() -> {
                    exchange.getResponse().setStatusCode(HttpStatus.FOUND);
                    exchange.getResponse().getHeaders().setLocation(java.net.URI.create("/login"));
                }))
                .then(exchange.getResponse().setComplete());
    }
}
