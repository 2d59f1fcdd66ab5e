package io.tocsin.security;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Answers 429 to a login that comes too soon after failed ones. */
final class LoginThrottleFilter implements WebFilter {

    private final LoginThrottle throttle;

    LoginThrottleFilter(LoginThrottle throttle) {
        this.throttle = throttle;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        boolean isLogin = exchange.getRequest().getMethod() == HttpMethod.POST
                && exchange.getRequest()
                        .getPath()
                        .pathWithinApplication()
                        .value()
                        .equals("/login");
        Optional<Duration> wait = isLogin ? throttle.waitFor(address(exchange)) : Optional.empty();
        return wait.isPresent() ? reject(exchange.getResponse(), wait.get()) : chain.filter(exchange);
    }

    static String address(ServerWebExchange exchange) {
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? "unknown"
                : remote.getAddress().getHostAddress();
    }

    private static Mono<Void> reject(ServerHttpResponse response, Duration wait) {
        long seconds = wait.toSeconds() + 1;
        response.setStatusCode(HttpStatus.TOO_MANY_REQUESTS);
        response.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        response.getHeaders().setContentType(new MediaType("text", "plain", StandardCharsets.UTF_8));
        byte[] text = ("Too many failed logins from this address. Try again in " + seconds + " s.\n")
                .getBytes(StandardCharsets.UTF_8);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(text)));
    }
}
