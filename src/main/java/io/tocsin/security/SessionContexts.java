package io.tocsin.security;

import io.tocsin.access.LoginSession;
import io.tocsin.access.Role;
import io.tocsin.access.store.LoginSessions;
import io.tocsin.task.SafeMono;
import io.tocsin.text.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Knows people again by the cookie of their login. A session is a row, made by a login and by nothing else; it is read once
 * for each request, with the role and the password that its user has then.
 */
final class SessionContexts implements ServerSecurityContextRepository {

    static final String STAY_FIELD = "stay";

    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final Duration LONG_LIFETIME = Duration.ofDays(30);
    private static final String CACHED = SessionContexts.class.getName();

    private final LoginSessions sessions;
    private final ClientAddresses addresses;
    private final SafeCookies cookies;
    private final RememberedChoices choices;
    private final Clock clock;
    private final StringKeyGenerator ids =
            new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 32);

    SessionContexts(
            LoginSessions sessions,
            ClientAddresses addresses,
            SafeCookies cookies,
            RememberedChoices choices,
            Clock clock) {
        this.sessions = sessions;
        this.addresses = addresses;
        this.cookies = cookies;
        this.choices = choices;
        this.clock = clock;
    }

    @Override
    public Mono<SecurityContext> load(ServerWebExchange exchange) {
        String idHash = idHash(exchange);
        if (idHash.isEmpty()) {
            return Mono.empty();
        }
        @Nullable Mono<SecurityContext> known = exchange.getAttribute(CACHED);
        if (known == null) {
            known = SafeMono.fromCallable(() -> sessions.find(idHash, clock.instant()))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMap(Mono::justOrEmpty)
                    .<SecurityContext>map(current ->
                            new SecurityContextImpl(caller(current, idHash).authenticated()))
                    .cache();
            exchange.getAttributes().put(CACHED, known);
        }
        return known;
    }

    private static Caller caller(LoginSessions.Current current, String idHash) {
        return new Caller(
                current.user(),
                current.role(),
                current.isProvided() ? Caller.CallerKind.PROVIDED_SESSION : Caller.CallerKind.SESSION,
                idHash);
    }

    /** The hash under which the request's session is stored; empty when it brings none. */
    private String idHash(ServerWebExchange exchange) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(cookies.sessionName());
        return cookie == null || cookie.getValue().isEmpty() ? "" : Sha256.hex(cookie.getValue());
    }

    @Override
    public Mono<Void> save(ServerWebExchange exchange, @Nullable SecurityContext context) {
        exchange.getAttributes().remove(CACHED);
        Authentication person = context == null ? null : context.getAuthentication();
        Object principal = person == null ? null : person.getPrincipal();
        if (principal instanceof OidcPeople.ProvidedUser provided) {
            return begin(exchange, provided.caller());
        }
        return principal instanceof Caller caller ? begin(exchange, caller) : end(exchange);
    }

    private Mono<Void> begin(ServerWebExchange exchange, Caller caller) {
        String id = ids.generateKey();
        return exchange.getFormData()
                .map(form -> form.containsKey(STAY_FIELD))
                .defaultIfEmpty(false)
                .flatMap(stays -> SafeMono.fromRunnable(() -> {
                            store(exchange, caller, Sha256.hex(id), stays ? LONG_LIFETIME : LIFETIME);
                            cookies.addSession(exchange.getResponse(), id, stays ? LONG_LIFETIME : null);
                            choices.restore(exchange.getResponse(), caller.name());
                        })
                        .subscribeOn(Schedulers.boundedElastic()))
                .then();
    }

    private void store(ServerWebExchange exchange, Caller caller, String idHash, Duration lifetime) {
        Instant now = clock.instant();
        String replaced = idHash(exchange);
        if (!replaced.isEmpty()) {
            sessions.end(replaced, now);
        }
        boolean isLocalUser = !caller.credential().isEmpty();
        @Nullable Role given = isLocalUser ? null : caller.role();
        sessions.begin(new LoginSession(
                idHash,
                caller.name(),
                given,
                caller.credential(),
                ClientAddresses.network(addresses.of(exchange.getRequest())),
                now,
                now.plus(lifetime)));
    }

    private Mono<Void> end(ServerWebExchange exchange) {
        String idHash = idHash(exchange);
        if (idHash.isEmpty()) {
            return Mono.empty();
        }
        cookies.removeSession(exchange.getResponse());
        return SafeMono.<Void>fromRunnable(() -> sessions.end(idHash, clock.instant()))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
