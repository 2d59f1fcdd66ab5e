package io.tocsin.contactpoint.http;

import io.netty.channel.ChannelOption;
import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.delivery.DeliveryOutcome;
import io.tocsin.delivery.FailureReason;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The way out to all contact points. Talks to allowed hosts only, follows no redirect, never sends a request twice by
 * itself, and tells failures before the request left from those after it.
 */
public final class WebhookClient {

    public static final int MAX_BODY_BYTES = 16 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_CONNECTIONS_PER_HOST = 50;

    private final AllowedHosts allowedHosts;
    private final Duration answerTimeout;
    private final WebClient publicClient;
    private final WebClient operatorClient;

    public WebhookClient(AllowedHosts allowedHosts, Duration answerTimeout) {
        this.allowedHosts = allowedHosts;
        this.answerTimeout = answerTimeout;
        HttpClient http = HttpClient.create(ConnectionProvider.builder("contact-points")
                        .maxConnections(MAX_CONNECTIONS_PER_HOST)
                        .maxIdleTime(Duration.ofSeconds(5))
                        .pendingAcquireTimeout(CONNECT_TIMEOUT)
                        .build())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
                .followRedirect(false)
                // The client's own retry would post a message twice without anybody knowing.
                .disableRetry(true)
                .compress(true);
        this.operatorClient = client(http);
        this.publicClient = client(http.resolver(new PublicAddressResolver()));
    }

    private static WebClient client(HttpClient http) {
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .build();
    }

    /** Sends JSON and lets the adapter say what the answer means. */
    public Mono<DeliveryOutcome> send(
            HttpMethod method,
            URI uri,
            Map<String, String> headers,
            String json,
            Function<HttpAnswer, DeliveryOutcome> classify) {
        return send(method, uri, headers, MediaType.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8), classify);
    }

    private Mono<DeliveryOutcome> send(
            HttpMethod method,
            URI uri,
            Map<String, String> headers,
            MediaType contentType,
            byte[] body,
            Function<HttpAnswer, DeliveryOutcome> classify) {
        Optional<String> problem = allowedHosts.problem(uri);
        if (problem.isPresent()) {
            return Mono.just(
                    new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_MISCONFIGURED, "the URL " + problem.get()));
        }
        return exchange(method, uri, headers, contentType, body)
                .map(classify)
                .onErrorResume(e -> Mono.just(failure(e)));
    }

    /** The same with a file beside the JSON, as {@code multipart/form-data} with the parts that Discord documents. */
    public Mono<DeliveryOutcome> send(
            HttpMethod method,
            URI uri,
            Map<String, String> headers,
            MultipartBody body,
            Function<HttpAnswer, DeliveryOutcome> classify) {
        return send(method, uri, headers, body.contentType(), body.bytes(), classify);
    }

    /** Asks without sending anything; ends in an error when there is no answer. */
    public Mono<HttpAnswer> get(URI uri, Map<String, String> headers) {
        Optional<String> problem = allowedHosts.problem(uri);
        return problem.isPresent()
                ? Mono.error(new IllegalArgumentException("the URL " + problem.get()))
                : exchange(HttpMethod.GET, uri, headers, MediaType.APPLICATION_JSON, null);
    }

    /** What to tell of a failure of {@link #get}; never holds the URL. */
    public static String describe(Throwable failure) {
        return failure(failure).detail();
    }

    private Mono<HttpAnswer> exchange(
            HttpMethod method, URI uri, Map<String, String> headers, MediaType contentType, byte @Nullable [] body) {
        WebClient client = allowedHosts.isAllowedByOperator(uri) ? operatorClient : publicClient;
        WebClient.RequestBodySpec request = client.method(method).uri(uri);
        headers.forEach(request::header);
        if (body != null) {
            request.contentType(contentType).bodyValue(body);
        }
        return request.exchangeToMono(WebhookClient::read).timeout(answerTimeout);
    }

    private static Mono<HttpAnswer> read(ClientResponse response) {
        return DataBufferUtils.join(
                        DataBufferUtils.takeUntilByteCount(response.bodyToFlux(DataBuffer.class), MAX_BODY_BYTES))
                .map(WebhookClient::text)
                .defaultIfEmpty("")
                .map(body -> new HttpAnswer(
                        response.statusCode().value(), response.headers().asHttpHeaders(), body));
    }

    private static String text(DataBuffer buffer) {
        String text = buffer.toString(StandardCharsets.UTF_8);
        DataBufferUtils.release(buffer);
        return text;
    }

    private static DeliveryOutcome failure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return notSent("the host's name was not found, or has only private addresses");
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return notSent("no connection");
            }
            if (cause instanceof SSLException) {
                return notSent("no secure connection");
            }
            if (cause.getClass().getSimpleName().startsWith("PoolAcquire")) {
                return notSent("too many requests in progress");
            }
            if (cause instanceof TimeoutException) {
                return new DeliveryOutcome.Ambiguous(FailureReason.TIMEOUT, "no answer in time");
            }
        }
        return new DeliveryOutcome.Ambiguous(FailureReason.CONNECTION_LOST, "the connection ended before the answer");
    }

    private static DeliveryOutcome notSent(String detail) {
        return new DeliveryOutcome.Retryable(FailureReason.CONNECTION_FAILED, null, detail);
    }
}
