package io.tocsin.security;

import io.tocsin.access.store.LoginSessions;
import io.tocsin.task.SafeMono;
import io.tocsin.text.CodePoints;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Lets a login through to the check of the password, or answers 429 when too many came before it. */
final class LoginFilter implements WebFilter {

    private static final String ATTEMPT = LoginFilter.class.getName();
    private static final int MAX_NAME = 100;

    private final LoginThrottle throttle;
    private final LoginSessions sessions;
    private final ClientAddresses addresses;
    private final AuditTrail audit;

    LoginFilter(LoginThrottle throttle, LoginSessions sessions, ClientAddresses addresses, AuditTrail audit) {
        this.throttle = throttle;
        this.sessions = sessions;
        this.addresses = addresses;
        this.audit = audit;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        boolean isLogin = exchange.getRequest().getMethod() == HttpMethod.POST
                && exchange.getRequest()
                        .getPath()
                        .pathWithinApplication()
                        .value()
                        .equals("/login");
        return isLogin
                ? name(exchange)
                        .flatMap(name -> begin(exchange, name))
                        .flatMap(decision -> go(exchange, chain, decision))
                : chain.filter(exchange);
    }

    /** The name that was typed. */
    static Mono<String> name(ServerWebExchange exchange) {
        return exchange.getFormData()
                .mapNotNull(form -> form.getFirst("username"))
                .map(name -> CodePoints.cut(name, MAX_NAME))
                .defaultIfEmpty("");
    }

    private Mono<LoginThrottle.LoginTurn> begin(ServerWebExchange exchange, String name) {
        String address = ClientAddresses.network(addresses.of(exchange.getRequest()));
        return SafeMono.fromCallable(() -> throttle.begin(name, address, sessions.hasLoggedInFrom(name, address)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> go(ServerWebExchange exchange, WebFilterChain chain, LoginThrottle.LoginTurn decision) {
        if (decision.attempt().isPresent()) {
            exchange.getAttributes().put(ATTEMPT, decision.attempt().get());
            return chain.filter(exchange);
        }
        return audit.recordLogin(exchange, AuditTrail.LoginResult.THROTTLED)
                .then(Mono.error(() -> tooMany(exchange, decision.pause())));
    }

    private static ResponseStatusException tooMany(ServerWebExchange exchange, Duration wait) {
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
        return new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS, "error.login.throttled");
    }

    static void succeeded(ServerWebExchange exchange) {
        LoginThrottle.@Nullable LoginTry attempt = exchange.getAttribute(ATTEMPT);
        if (attempt != null) {
            attempt.succeeded();
        }
    }
}
