package io.tocsin.api.loki;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.engine.QueryLimits;
import io.tocsin.logstore.EmbeddedStoreCondition;
import io.tocsin.logstore.LogStore;
import io.tocsin.logstore.QueryMemory;
import io.tocsin.security.OpenStreams;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;

/** The Loki-compatible endpoints; they exist only where this process is its own log store. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedStoreCondition.class)
@EnableConfigurationProperties(LokiApiProperties.class)
public class LokiApiConfiguration {

    private static final int MAX_INFLIGHT_FRACTION_OF_HEAP = 8;

    @Bean
    QueryExecutor lokiQueryExecutor(LokiApiProperties properties, ObjectProvider<MeterRegistry> registry) {
        return new QueryExecutor(
                properties.threads(),
                properties.maxWaitingQueries(),
                properties.queryTimeout().value(),
                registry.getIfAvailable(SimpleMeterRegistry::new));
    }

    @Bean
    PushHandler lokiPushHandler(LogStore store) {
        // A core is left for pages and rules; one thread takes far more lines than a network brings.
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        int maxBody = store.maxPushBytes();
        long inflight = Math.max(2L * maxBody, Runtime.getRuntime().maxMemory() / MAX_INFLIGHT_FRACTION_OF_HEAP);
        return new PushHandler(store, maxBody, inflight, threads);
    }

    @Bean
    LokiQueryApi lokiQueryApi(LogStore store, QueryMemory memory, ObjectProvider<Clock> clock) {
        QueryLimits limits = QueryLimits.DEFAULT.withMemory(memory.largestQuery(QueryMemory.Asker.PERSON));
        Selectors selectors = new Selectors(new LogqlParser());
        return new LokiQueryApi(
                store, selectors, new EngineQueries(limits, clock.getIfAvailable(Clock::systemUTC), memory));
    }

    @Bean
    RouterFunction<ServerResponse> lokiRoutes(
            PushHandler push,
            LokiQueryApi api,
            QueryExecutor executor,
            QueryMemory memory,
            ObjectProvider<Clock> clock) {
        Endpoint endpoint = new Endpoint(executor, memory, clock.getIfAvailable(Clock::systemUTC));
        return LokiRoutes.all(push, api, endpoint, new StatusHandler("tocsin"));
    }

    @Bean
    SimpleUrlHandlerMapping lokiTailMapping(
            LokiQueryApi api,
            QueryExecutor executor,
            ObjectProvider<Clock> clock,
            ObjectProvider<OpenStreams> streams) {
        TailWebHandler tail = new TailWebHandler(
                api.store(),
                api.selectors(),
                api.queries(),
                new HandshakeWebSocketService(),
                executor.scheduler(),
                clock.getIfAvailable(Clock::systemUTC),
                streams.getIfAvailable());
        // Before the router function, which answers 404 for everything else below /loki.
        return new SimpleUrlHandlerMapping(Map.of("/loki/api/v1/tail", tail), -10);
    }
}
