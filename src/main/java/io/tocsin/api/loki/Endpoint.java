package io.tocsin.api.loki;

import io.tocsin.logql.engine.MemoryAccount;
import io.tocsin.logstore.QueryMemory;
import java.time.Clock;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What all reading endpoints share: parameters from URL and form, a query thread, JSON or an error text. */
final class Endpoint {

    private final QueryExecutor executor;
    private final QueryMemory memory;
    private final Clock clock;

    Endpoint(QueryExecutor executor, QueryMemory memory, Clock clock) {
        this.executor = executor;
        this.memory = memory;
        this.clock = clock;
    }

    /** A request to a reading endpoint. */
    record EndpointCall(LokiParameters parameters, ServerRequest request, MemoryAccount memory) {

        String pathVariable(String name) {
            return request.pathVariable(name);
        }

        String header(String name) {
            String value = request.headers().firstHeader(name);
            return value == null ? "" : value;
        }
    }

    /** @param answer runs on a query thread */
    HandlerFunction<ServerResponse> answering(String name, Function<EndpointCall, JsonBody> answer) {
        return answering(name, answer, e -> LokiResponses.text(e.status(), e.text()));
    }

    HandlerFunction<ServerResponse> answering(
            String name,
            Function<EndpointCall, JsonBody> answer,
            Function<LokiException, Mono<ServerResponse>> onError) {
        return request -> parameters(request)
                .flatMap(parameters -> executor.run(name, () -> body(parameters, request, answer)))
                .flatMap(body -> LokiResponses.json(200, body))
                .onErrorResume(LokiException.class, onError);
    }

    /** What was found is given back as soon as it is written; what was written when the client has taken it. */
    private RenderedBody body(
            LokiParameters parameters, ServerRequest request, Function<EndpointCall, JsonBody> answer) {
        try (QueryMemory.QueryAccount query = memory.open(QueryMemory.Asker.PERSON)) {
            JsonBody found = answer.apply(new EndpointCall(parameters, request, query));
            return RenderedBody.of(found, LokiResponses.wantsGzip(request), memory.open(QueryMemory.Asker.PERSON));
        }
    }

    private Mono<LokiParameters> parameters(ServerRequest request) {
        return form(request).map(form -> {
            MultiValueMap<String, String> values = new LinkedMultiValueMap<>(form);
            values.addAll(request.queryParams());
            return new LokiParameters(values, LokiTimes.nanosOf(clock.instant()));
        });
    }

    private static Mono<MultiValueMap<String, String>> form(ServerRequest request) {
        boolean isForm = request.headers()
                .contentType()
                .filter(MediaType.APPLICATION_FORM_URLENCODED::isCompatibleWith)
                .isPresent();
        return isForm ? request.formData() : Mono.just(new LinkedMultiValueMap<>());
    }
}
