package io.tocsin.web.assets;

import java.net.URLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.resource.ResourceResolver;
import org.springframework.web.reactive.resource.ResourceResolverChain;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Serves the assets of the libraries and our own, instead of Spring Boot's handlers for the same paths. */
@Configuration(proxyBeanMethods = false)
class AssetConfiguration implements WebFluxConfigurer {

    private final Assets assets = new Assets(AssetConfiguration.class.getClassLoader());

    AssetConfiguration() {
        // Page templates and texts are read from jars too. A jar that the JDK shares among all readers can be closed
        // for good
        // by any of them; one that is opened for each read cannot.
        URLConnection.setDefaultUseCaches("jar", false);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/webjars/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/")
                .resourceChain(false)
                .addResolver(new InMemory(assets::findOfLibrary));
        registry.addResourceHandler("/**")
                .addResourceLocations("classpath:/static/")
                .resourceChain(false)
                .addResolver(new InMemory(path -> assets.find("static/" + path)));
    }

    /** The last resolver of its chain: what is not there is nowhere. */
    private record InMemory(Function<String, Optional<Asset>> files) implements ResourceResolver {

        @Override
        public Mono<Resource> resolveResource(
                @Nullable ServerWebExchange exchange,
                String requestPath,
                List<? extends Resource> locations,
                ResourceResolverChain chain) {
            return Mono.justOrEmpty(isPlain(requestPath) ? files.apply(requestPath) : Optional.empty());
        }

        @Override
        public Mono<String> resolveUrlPath(
                String resourcePath, List<? extends Resource> locations, ResourceResolverChain chain) {
            return Mono.just(resourcePath);
        }

        /** The handler has refused such paths already; this is for those who call it otherwise. */
        private static boolean isPlain(String path) {
            return !path.contains("..") && !path.contains(":") && !path.contains("\\") && !path.contains("%");
        }
    }
}
