package io.tocsin.api.loki;

import io.tocsin.logql.ast.LogqlExpr;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code format_query}: the only endpoint whose errors are JSON. */
final class FormatQueryEndpoint {

    private final Selectors selectors;

    FormatQueryEndpoint(Selectors selectors) {
        this.selectors = selectors;
    }

    JsonBody format(Endpoint.EndpointCall call) {
        LogqlExpr expr = selectors.parse(call.parameters().query());
        return json -> {
            json.writeStartObject();
            json.writeStringProperty("status", "success");
            json.writeStringProperty("data", expr.toString());
            json.writeEndObject();
        };
    }

    static Mono<ServerResponse> error(LokiException failure) {
        JsonBody body = json -> {
            json.writeStartObject();
            json.writeStringProperty("status", "invalid-query");
            json.writeStringProperty("error", failure.text());
            json.writeEndObject();
        };
        return LokiResponses.json(failure.status(), RenderedBody.of(body));
    }
}
