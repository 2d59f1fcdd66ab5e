package io.tocsin.security;

import io.tocsin.access.User;
import io.tocsin.access.store.Users;
import io.tocsin.task.SafeMono;
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

/** Ends the session of somebody who was removed, or was given another role or password, within a few seconds. */
final class StaleSessionFilter implements WebFilter {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(3);

    private final Users users;
    private final Clock clock;
    private volatile Known known = new Known(Map.of(), Instant.EPOCH);

    StaleSessionFilter(Users users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    private record Known(Map<String, User> users, Instant readAt) {}

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
        boolean isFresh = !current.readAt().isAfter(now)
                && current.readAt().plus(KNOWN_FOR).isAfter(now);
        if (isFresh && !isStale(authentication, current.users())) {
            return Mono.just(false);
        }
        return SafeMono.fromCallable(() -> {
                    Map<String, User> all =
                            users.findAll().stream().collect(Collectors.toMap(User::name, user -> user));
                    known = new Known(all, now);
                    return isStale(authentication, all);
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static boolean isStale(Authentication authentication, Map<String, User> users) {
        User user = users.get(authentication.getName());
        if (user == null || !(authentication.getPrincipal() instanceof UserDetails loggedIn)) {
            return true;
        }
        List<String> authorities = authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .toList();
        // The hash has a salt of its own, so it is another one even for the same password.
        return !authorities.contains("ROLE_" + user.role().name())
                || !user.passwordHash().equals(loggedIn.getPassword());
    }

    private static Mono<Void> end(ServerWebExchange exchange) {
        return exchange.getSession()
                .flatMap(session -> session.invalidate())
                .then(SafeMono.fromRunnable(() -> {
                    exchange.getResponse().setStatusCode(HttpStatus.FOUND);
                    exchange.getResponse().getHeaders().setLocation(java.net.URI.create("/login"));
                }))
                .then(exchange.getResponse().setComplete());
    }
}
