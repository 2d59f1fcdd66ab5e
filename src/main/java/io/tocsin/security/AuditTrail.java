package io.tocsin.security;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.access.AuditEntry;
import io.tocsin.access.AuditEntry.Deed;
import io.tocsin.access.AuditEntry.Outcome;
import io.tocsin.access.store.AuditLog;
import io.tocsin.task.SafeMono;
import io.tocsin.text.CleanText;
import io.tocsin.text.Shortened;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Writes entries of the audit log from requests. An entry that cannot be written is logged, and hinders nobody. */
@Component
class AuditTrail {

    private static final int SHOWN_OF_NAME = 4;

    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

    /** Fields of forms that may be written down; all others, and so every secret, are left out. */
    private static final Set<String> SHOWN_FIELDS = Set.of(
            "name",
            "type",
            "matcher",
            "matchers",
            "comment",
            "duration",
            "by",
            "id",
            "ids",
            "alert",
            "to",
            "role",
            "user",
            "period",
            "file",
            "startsAt",
            "endsAt");

    private final AuditLog entries;
    private final ClientAddresses addresses;
    private final AnonymousBudget strangers;
    private final MeterRegistry meters;
    private final Clock clock;

    AuditTrail(AuditLog entries, ClientAddresses addresses, MeterRegistry meters, Clock clock) {
        this.entries = entries;
        this.addresses = addresses;
        this.strangers = new AnonymousBudget(clock);
        this.meters = meters;
        this.clock = clock;
    }

    /** How a login ended. */
    enum LoginResult {
        DONE(302),
        REFUSED(401),
        THROTTLED(429);

        private final int status;

        LoginResult(int status) {
            this.status = status;
        }
    }

    /** Who asks, while that is known: the answer may be sent where the session is out of sight. */
    static Mono<String> actor(ServerWebExchange exchange) {
        return exchange.getPrincipal().map(Principal::getName).defaultIfEmpty("anonymous");
    }

    /** What was asked and how it was answered. */
    Mono<Void> record(ServerWebExchange exchange, String actor) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return detail(exchange)
                .flatMap(detail -> write(exchange, actor, detail, status == null ? 200 : status.value()));
    }

    /**
     * What was asked and refused. Strangers are only counted: whoever may not change anything must not fill the database.
     *
     * @param caller who asked; empty for a stranger
     */
    Mono<Void> recordRefused(ServerWebExchange exchange, Mono<Authentication> caller) {
        return caller.filter(AuditTrail::isLetIn)
                .flatMap(known -> detail(exchange)
                        .flatMap(detail -> write(exchange, known.getName(), detail, HttpStatus.FORBIDDEN.value())
                                .thenReturn(true)))
                .switchIfEmpty(Mono.fromRunnable(() -> count("anonymous")))
                .then();
    }

    private static boolean isLetIn(Authentication caller) {
        return caller.getPrincipal() instanceof Caller;
    }

    /** A login that was tried; some people type their password as the name, so an unknown one is not kept whole. */
    Mono<Void> recordLogin(ServerWebExchange exchange, LoginResult result) {
        return LoginFilter.name(exchange).flatMap(name -> {
            if (result == LoginResult.DONE) {
                return write(exchange, name, "", result.status);
            }
            count(result == LoginResult.THROTTLED ? "login-throttled" : "login");
            return writeOfStranger(exchange, Shortened.of(name, SHOWN_OF_NAME), result.status);
        });
    }

    /** A login by an identity provider. */
    Mono<Void> recordGivenLogin(ServerWebExchange exchange, String user) {
        return write(exchange, user, "", LoginResult.DONE.status);
    }

    /** The identity provider's answer was not accepted; its text may hold anything, so only the kind is kept. */
    Mono<Void> recordRefusedProvider(ServerWebExchange exchange, Exception failure) {
        count("provider");
        log.warn("A login by the identity provider was refused: cause={}", failure.toString());
        return writeOfStranger(exchange, "anonymous", LoginResult.REFUSED.status);
    }

    Mono<Void> recordLogout(ServerWebExchange exchange, String user) {
        return write(exchange, user, "", HttpStatus.FOUND.value());
    }

    /** Somebody came with a token that is none. */
    Mono<Void> recordWrongToken(ServerWebExchange exchange) {
        count("token");
        return writeOfStranger(exchange, "anonymous", HttpStatus.UNAUTHORIZED.value());
    }

    private Mono<Void> writeOfStranger(ServerWebExchange exchange, String actor, int status) {
        OptionalLong leftOut = strangers.take();
        if (leftOut.isEmpty()) {
            return Mono.empty();
        }
        long before = leftOut.getAsLong();
        return write(exchange, actor, before == 0 ? "" : before + " more before this one were not written", status);
    }

    private void count(String what) {
        meters.counter("tocsin.http.refused", "what", what).increment();
    }

    private Mono<Void> write(ServerWebExchange exchange, String actor, String detail, int status) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        Outcome outcome = Outcome.of(status, path.startsWith("/api/"));
        AuditEntry entry = new AuditEntry(
                0,
                clock.instant(),
                CleanText.singleLine(actor),
                addresses.of(exchange.getRequest()),
                new Deed(method(exchange) + " " + pattern(exchange, path), object(exchange), detail),
                outcome,
                status);
        return SafeMono.fromRunnable(() -> entries.append(entry))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnError(failure -> log.error("audit entry not written action={}", entry.action(), failure))
                .onErrorComplete()
                .then();
    }

    private static String method(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        return method.name();
    }

    private static String pattern(ServerWebExchange exchange, String path) {
        Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return CleanText.singleLine(pattern == null ? path : pattern.toString());
    }

    private static String object(ServerWebExchange exchange) {
        Map<String, String> variables =
                exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        return CleanText.singleLine(String.join(" ", variables.values()));
    }

    private static Mono<String> detail(ServerWebExchange exchange) {
        return exchange.getFormData().map(AuditTrail::shown).onErrorReturn("").defaultIfEmpty("");
    }

    private static String shown(MultiValueMap<String, String> form) {
        return CleanText.singleLine(form.entrySet().stream()
                .filter(field -> SHOWN_FIELDS.contains(field.getKey()) && !isBlank(field.getValue()))
                .map(field -> field.getKey() + "=" + String.join(", ", field.getValue()))
                .collect(Collectors.joining("; ")));
    }

    private static boolean isBlank(List<String> values) {
        return values.stream().allMatch(value -> value == null || value.isBlank());
    }
}
