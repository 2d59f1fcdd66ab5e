package io.tocsin.api;

import io.tocsin.text.Sha256;
import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives the JSON answers of the API an {@code ETag}, and answers 304 to who has the same already. The answer is made all the
 * same: what is saved is the way to the client and its work.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 5)
class EntityTags implements WebFilter {

    private static final String BASE = "/api/tocsin/";
    private static final int DIGITS = 32;

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        boolean isTagged = exchange.getRequest().getMethod() == HttpMethod.GET && path.startsWith(BASE);
        return chain.filter(
                isTagged
                        ? exchange.mutate()
                                .response(new TaggedResponse(exchange))
                                .build()
                        : exchange);
    }

    private static final class TaggedResponse extends ServerHttpResponseDecorator {

        private final ServerWebExchange exchange;

        TaggedResponse(ServerWebExchange exchange) {
            super(exchange.getResponse());
            this.exchange = exchange;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            boolean isFine = getStatusCode() == null || HttpStatus.OK.isSameCodeAs(getStatusCode());
            if (!isFine
                    || !MediaType.APPLICATION_JSON.isCompatibleWith(getHeaders().getContentType())) {
                return super.writeWith(body);
            }
            // Answers are one page of a list or one thing, and were whole in memory already.
            return DataBufferUtils.join(body).flatMap(this::writeTagged);
        }

        private Mono<Void> writeTagged(DataBuffer whole) {
            byte[] bytes = new byte[whole.readableByteCount()];
            whole.read(bytes);
            DataBufferUtils.release(whole);
            // Weak, because it may be compressed on the way.
            if (exchange.checkNotModified("W/\"" + Sha256.hex(bytes).substring(0, DIGITS) + "\"")) {
                getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
                getHeaders().remove(HttpHeaders.CONTENT_TYPE);
                return getDelegate().setComplete();
            }
            return getDelegate()
                    .writeWith(Mono.fromSupplier(() -> bufferFactory().wrap(bytes)));
        }
    }
}
