package io.tocsin.api;

import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The ruler's part of Loki's API, whether the lines are in the embedded store or in a Loki. Rules are changed in files only. */
@Configuration(proxyBeanMethods = false)
class LokiRulesRoutes {

    private static final String RULES = "/loki/api/v1/rules";
    /** Where Grafana looks for a ruler that can change rules; with this answer it lists those of /prometheus/api/v1/rules. */
    private static final String RULER = "/api/prom/rules";

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

    /** Before Loki's router, which answers for everything else below /loki. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RouterFunction<ServerResponse> lokiRulesRoute(LokiRules rules) {
        return RouterFunctions.route()
                .GET(RULES, request -> answer(rules.all()))
                .GET(RULES + "/{namespace}", request -> answer(rules.namespace(request.pathVariable("namespace"))))
                .GET(
                        RULES + "/{namespace}/{group}",
                        request ->
                                answer(rules.group(request.pathVariable("namespace"), request.pathVariable("group"))))
                .route(isChange(), LokiRulesRoutes::refuse)
                .GET(RULER, LokiRulesRoutes::noRuler)
                .GET(RULER + "/**", LokiRulesRoutes::noRuler)
                .build();
    }

    private static RequestPredicate isChange() {
        return RequestPredicates.path(RULES + "/**")
                .and(RequestPredicates.method(HttpMethod.POST).or(RequestPredicates.method(HttpMethod.DELETE)));
    }

    private static Mono<ServerResponse> answer(Optional<String> yaml) {
        return yaml.map(text -> ServerResponse.ok().contentType(YAML).bodyValue(text))
                .orElseGet(() -> ServerResponse.status(HttpStatus.NOT_FOUND)
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue("no rule groups found\n"));
    }

    private static Mono<ServerResponse> refuse(ServerRequest request) {
        return ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED)
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("rules are read from files here; change them there\n");
    }

    private static Mono<ServerResponse> noRuler(ServerRequest request) {
        return ServerResponse.status(HttpStatus.NOT_FOUND)
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("404 page not found\n");
    }
}
