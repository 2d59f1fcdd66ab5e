package io.tocsin.security;

import io.tocsin.access.AuditEntry;
import io.tocsin.access.AuditEntry.Outcome;
import io.tocsin.access.store.AuditLog;
import io.tocsin.task.SafeMono;
import io.tocsin.text.CleanText;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Writes entries of the audit log from requests. An entry that cannot be written is logged, and hinders nobody. */
@Component
class AuditTrail {

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
    private final Clock clock;

    AuditTrail(AuditLog entries, Clock clock) {
        this.entries = entries;
        this.clock = clock;
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

    /** What was asked and refused. */
    Mono<Void> recordRefused(ServerWebExchange exchange) {
        return Mono.zip(actor(exchange), detail(exchange))
                .flatMap(found -> write(exchange, found.getT1(), found.getT2(), HttpStatus.FORBIDDEN.value()));
    }

    /** A login; no session is there that could tell who. */
    Mono<Void> recordLogin(ServerWebExchange exchange, String user, boolean isDone) {
        return write(exchange, user, "", isDone ? 302 : 401);
    }

    private Mono<Void> write(ServerWebExchange exchange, String actor, String detail, int status) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        Outcome outcome = Outcome.of(status, path.startsWith("/api/"));
        AuditEntry entry = new AuditEntry(
                0,
                clock.instant(),
                CleanText.singleLine(actor),
                LoginThrottleFilter.address(exchange),
                method(exchange) + " " + pattern(exchange, path),
                object(exchange),
                detail,
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
