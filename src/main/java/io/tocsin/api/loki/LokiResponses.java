package io.tocsin.api.loki;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers with the headers that Loki sends. */
final class LokiResponses {

    static final String TEXT = "text/plain; charset=utf-8";

    private static final String JSON = "application/json; charset=UTF-8";

    private LokiResponses() {}

    static Mono<ServerResponse> text(int status, String text) {
        return ServerResponse.status(status)
                .header(HttpHeaders.CONTENT_TYPE, TEXT)
                .header("X-Content-Type-Options", "nosniff")
                .bodyValue(text);
    }

    static Mono<ServerResponse> json(int status, RenderedBody body) {
        return ServerResponse.status(status)
                .headers(headers -> {
                    headers.set(HttpHeaders.CONTENT_TYPE, JSON);
                    headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
                    headers.setContentLength(body.length());
                    if (body.isCompressed()) {
                        headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
                    }
                })
                .body(BodyInserters.fromPublisher(body.buffers(), DataBuffer.class));
    }

    static boolean wantsGzip(ServerRequest request) {
        return request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream().anyMatch(value -> value.contains("gzip"));
    }
}
