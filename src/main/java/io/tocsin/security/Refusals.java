package io.tocsin.security;

import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What somebody is told who may not do something; the answer is left to the error page, or to JSON for programs. */
final class Refusals {

    private final AccessTable table;
    private final AuditTrail audit;

    Refusals(AccessTable table, AuditTrail audit) {
        this.table = table;
        this.audit = audit;
    }

    /** A known caller asked for something that its role does not allow, or that does not exist. */
    Mono<Void> ofRole(ServerWebExchange exchange, AccessDeniedException denied) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        HttpMethod method = exchange.getRequest().getMethod();
        Set<HttpMethod> methods = table.methodsOf(path);
        if (methods.isEmpty()) {
            return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND, null, denied));
        }
        if (!methods.contains(method)) {
            return Mono.error(new MethodNotAllowedException(method, methods));
        }
        return refused(exchange, ReactiveSecurityContextHolder.getContext(), "error.role", denied);
    }

    /** A form came without its token, or with an old one. */
    Mono<Void> ofForm(ServerWebExchange exchange, AccessDeniedException denied, Mono<SecurityContext> caller) {
        return refused(exchange, caller, "error.stale-form", denied);
    }

    private Mono<Void> refused(
            ServerWebExchange exchange, Mono<SecurityContext> context, String key, AccessDeniedException denied) {
        Mono<Authentication> caller = context.mapNotNull(SecurityContext::getAuthentication);
        Mono<Void> recorded = AuditFilter.isRecorded(exchange) ? audit.recordRefused(exchange, caller) : Mono.empty();
        return recorded.then(Mono.error(new ResponseStatusException(HttpStatus.FORBIDDEN, key, denied)));
    }
}
