package io.tocsin.security;

import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Records every request that changes something before its answer is sent. It stands behind the security filters, so it
 * knows who asks; what those refuse is recorded by them.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 10)
class AuditFilter implements WebFilter {

    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    /** These take forms, but change nothing that concerns others, or record for themselves what they do. */
    private static final Set<String> ONLY_LOOKING = Set.of(
            "/language",
            "/account/zone",
            "/wallboard/open",
            "/silences/preview",
            "/drafts",
            "/drafts/diff",
            "/drafts/file",
            "/templates",
            "/contact-points/preview",
            "/api/tocsin/v1/silences/preview",
            "/api/tocsin/v1/drafts",
            "/api/tocsin/v1/templates",
            "/api/tocsin/v1/policies/check");

    private final AuditTrail trail;

    AuditFilter(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!isRecorded(exchange)) {
            return chain.filter(exchange);
        }
        return AuditTrail.actor(exchange).flatMap(actor -> {
            exchange.getResponse().beforeCommit(() -> trail.record(exchange, actor));
            return chain.filter(exchange);
        });
    }

    static boolean isRecorded(ServerWebExchange exchange) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        return !SAFE.contains(exchange.getRequest().getMethod())
                && !path.value().startsWith("/loki/")
                && !ONLY_LOOKING.contains(path.value())
                // Whose answer it was is only known behind the signature, and recorded there.
                && !AccessDecisions.isSigned(exchange);
    }
}
