package io.tocsin.tracing;

import io.tocsin.tracing.TraceSpan.TraceKind;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** A span for each request that a program or a person makes; it goes on with the trace that the request names. */
final class RequestTraces implements WebFilter, Ordered {

    /** Of no interest, and many. */
    private static final Set<String> LEFT_OUT =
            Set.of("actuator", "css", "js", "webjars", "favicon.svg", "-", "ready", "events");

    private final Tracing tracing;

    RequestTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Before the security: what that takes belongs to the request. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 10;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        int end = path.indexOf('/', 1);
        if (LEFT_OUT.contains(end < 0 ? path.substring(Math.min(1, path.length())) : path.substring(1, end))) {
            return chain.filter(exchange);
        }
        return Mono.defer(() -> {
            TraceSpan span = tracing.begin(
                    TraceKind.SERVER,
                    TraceParent.parse(exchange.getRequest().getHeaders().getFirst(TraceParent.HEADER)));
            TraceParent place = span.place();
            Mono<Void> handled = chain.filter(exchange)
                    .doOnError(error -> span.failed(error.getClass().getSimpleName()))
                    .doFinally(signal -> end(span, exchange));
            return place == null ? handled : handled.contextWrite(place.asContext());
        });
    }

    /** The pattern, never the path: that may hold what is secret, and would make every request a name of its own. */
    private static void end(TraceSpan span, ServerWebExchange exchange) {
        String method = exchange.getRequest().getMethod().name();
        Object route = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (route == null) {
            route = exchange.getAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
        }
        span.name(route == null ? method : method + " " + route).with("http.request.method", method);
        if (route != null) {
            span.with("http.route", route.toString());
        }
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        if (status != null) {
            span.with("http.response.status_code", status.value());
            if (status.is5xxServerError()) {
                span.failed("answered " + status.value());
            }
        }
        span.end();
    }
}
