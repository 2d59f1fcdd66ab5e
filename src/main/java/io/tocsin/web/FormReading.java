package io.tocsin.web;

import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.FormHttpMessageReader;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads forms without leaving them in memory: a buffer of the network decodes through an array that its thread keeps, and so the
 * password of the last login would stay there.
 */
@Configuration(proxyBeanMethods = false)
class FormReading implements WebFluxConfigurer {

    @Override
    public void configureHttpMessageCodecs(ServerCodecConfigurer codecs) {
        codecs.customCodecs().registerWithDefaultConfig(new ForgetfulFormReader());
    }

    private static final class ForgetfulFormReader extends FormHttpMessageReader {

        @Override
        public Mono<MultiValueMap<String, String>> readMono(
                ResolvableType type, ReactiveHttpInputMessage message, Map<String, Object> hints) {
            return super.readMono(
                    type, message instanceof ServerHttpRequest request ? new CopiedBody(request) : message, hints);
        }
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
