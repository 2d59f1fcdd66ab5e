package io.tocsin.web;

import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Says so to whoever sends a longer form than is read. Without it that were an error inside Tocsin, with a trace in the log that
 * any stranger could ask for.
 */
@Component
@Order(TooLargeRequests.BEFORE_THE_ERROR_PAGE)
class TooLargeRequests implements WebExceptionHandler {

    static final int BEFORE_THE_ERROR_PAGE = -10;

    private static final int MAX_CAUSES = 10;

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof DataBufferLimitException) {
                return Mono.error(
                        new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE, "error.too-large", failure));
            }
            cause = cause.getCause();
        }
        return Mono.error(failure);
    }
}
