package io.tocsin.api.loki;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import io.tocsin.logstore.EmbeddedStoreCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Says why nothing answers below /loki when a Loki is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(NoEmbeddedStoreConfiguration.LokiIsConfigured.class)
public class NoEmbeddedStoreConfiguration {

    private static final String WHY = "the embedded log store is off because TOCSIN_LOKI_URL is set: push to and query"
            + " that Loki, or unset TOCSIN_LOKI_URL\n";

    @Bean
    RouterFunction<ServerResponse> noEmbeddedStoreRoutes() {
        return RouterFunctions.route(path("/loki/**"), request -> LokiResponses.text(404, WHY));
    }

    static final class LokiIsConfigured implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !new EmbeddedStoreCondition().matches(context, metadata);
        }
    }
}
