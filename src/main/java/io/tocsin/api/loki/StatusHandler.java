package io.tocsin.api.loki;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /ready} and {@code /loki/api/v1/status/buildinfo}. The store is open before the web server accepts, so it is ready. */
final class StatusHandler {

    private final String buildInfo;

    /** @param version of this program, as it is told to clients */
    StatusHandler(String version) {
        this.buildInfo = "{\"version\":\"" + version
                + "\",\"revision\":\"\",\"branch\":\"\",\"buildUser\":\"\",\"buildDate\":\"\",\"goVersion\":\"\"}\n";
    }

    Mono<ServerResponse> ready(ServerRequest request) {
        return LokiResponses.text(200, "ready\n");
    }

    Mono<ServerResponse> buildInfo(ServerRequest request) {
        return ServerResponse.ok()
                .header(HttpHeaders.CONTENT_TYPE, "application/json")
                .bodyValue(buildInfo);
    }

    Mono<ServerResponse> notFound(ServerRequest request) {
        return LokiResponses.text(404, "404 page not found\n");
    }

    Mono<ServerResponse> methodNotAllowed(ServerRequest request) {
        return ServerResponse.status(405).build();
    }
}
