package io.tocsin.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.FormHttpMessageReader;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Hands {@link FormValues} to controller methods. */
@Configuration(proxyBeanMethods = false)
class FormValuesResolver implements WebFluxConfigurer, HandlerMethodArgumentResolver {

    private static final int MAX_FORM_BYTES = 4 * 1024 * 1024;

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(this);
    }

    /** A rule file may have a megabyte, and some characters become three when a form sends them. */
    @Override
    public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
        FormHttpMessageReader forms = new FormHttpMessageReader();
        forms.setMaxInMemorySize(MAX_FORM_BYTES);
        configurer.customCodecs().register(forms);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == FormValues.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        if (exchange.getRequest().getMethod() == HttpMethod.GET) {
            return Mono.just(new FormValues(exchange.getRequest().getQueryParams()));
        }
        return exchange.getFormData().map(FormValues::new);
    }
}
