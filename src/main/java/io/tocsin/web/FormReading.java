package io.tocsin.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/**
 * Reads forms without leaving them in memory: a buffer of the network decodes text through an array that its thread keeps, and so
 * the password of the last login would stay there. Done before anybody can read, for what reads a form's fields is chosen by the
 * framework before any filter, and it takes its own reader.
 */
@Configuration(proxyBeanMethods = false)
class FormReading {

    @Bean
    HttpHandlerDecoratorFactory forgetfulForms() {
        return handler ->
                (request, response) -> handler.handle(isForm(request) ? new CopiedBody(request) : request, response);
    }

    private static boolean isForm(ServerHttpRequest request) {
        String type = request.getHeaders().getFirst("Content-Type");
        return type != null
                && type.regionMatches(
                        true,
                        0,
                        MediaType.APPLICATION_FORM_URLENCODED_VALUE,
                        0,
                        MediaType.APPLICATION_FORM_URLENCODED_VALUE.length());
    }

    private static final class CopiedBody extends ServerHttpRequestDecorator {

        CopiedBody(ServerHttpRequest request) {
            super(request);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return super.getBody().map(CopiedBody::copy);
        }

        private static DataBuffer copy(DataBuffer buffer) {
            try {
                byte[] bytes = new byte[buffer.readableByteCount()];
                buffer.read(bytes);
                return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
            } finally {
                DataBufferUtils.release(buffer);
            }
        }
    }
}
