package io.tocsin.contactpoint.http;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.SendingTime;
import io.tocsin.http.OutgoingHttp;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The way out to all contact points. Talks to allowed hosts only, follows no redirect, never sends a request twice by
 * itself, and tells failures before the request left from those after it.
 */
public final class WebhookClient {

    /** Slack and Discord answer with the whole message, every Korean letter as six bytes; more is not read. */
    public static final int MAX_BODY_BYTES = 512 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(5);
    private static final int MAX_CONNECTIONS_PER_HOST = 50;
    private static final int MAX_CAUSES = 12;

    private final AllowedHosts allowedHosts;
    private final Duration answerTimeout;
    private final Supplier<WebClient> publicClient;
    private final Supplier<WebClient> operatorClient;

    public WebhookClient(AllowedHosts allowedHosts, Duration answerTimeout) {
        this.allowedHosts = allowedHosts;
        this.answerTimeout = answerTimeout;
        // Built at the first message: where messages are only rendered, nothing is ever sent.
        Supplier<HttpClient> http = SingletonSupplier.of(WebhookClient::http);
        this.operatorClient = SingletonSupplier.of(() -> client(http.get()));
        this.publicClient = SingletonSupplier.of(() -> client(http.get().resolver(new PublicAddressResolver())));
    }

    private static HttpClient http() {
        return OutgoingHttp.client(
                        ConnectionProvider.builder("contact-points")
                                .maxConnections(MAX_CONNECTIONS_PER_HOST)
                                .pendingAcquireTimeout(CONNECT_TIMEOUT),
                        CONNECT_TIMEOUT,
                        MAX_IDLE_TIME)
                .secure(tls -> tls.sslContext(Http11SslContextSpec.forClient()).handshakeTimeout(CONNECT_TIMEOUT));
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
            Function<WebhookAnswer, DeliveryOutcome> classify) {
        return send(method, uri, headers, MediaType.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8), classify);
    }

    private Mono<DeliveryOutcome> send(
            HttpMethod method,
            URI uri,
            Map<String, String> headers,
            MediaType contentType,
            byte[] body,
            Function<WebhookAnswer, DeliveryOutcome> classify) {
        Optional<String> problem = allowedHosts.problem(uri);
        if (problem.isPresent()) {
            return Mono.just(
                    new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_MISCONFIGURED, "the URL " + problem.get()));
        }
        return exchange(method, uri, headers, contentType, body)
                .map(classify)
                .onErrorResume(e -> Mono.just(failure(e)));
    }

    /**
     * Sends anything, and lets the adapter go on with a further request of the same exchange, or say what the answer means.
     * Each request is checked by itself, also one to an address that a service has answered.
     */
    public Mono<DeliveryOutcome> exchange(
            URI uri,
            Map<String, String> headers,
            MediaType contentType,
            byte[] body,
            Function<WebhookAnswer, Mono<DeliveryOutcome>> next) {
        Optional<String> problem = allowedHosts.problem(uri);
        if (problem.isPresent()) {
            return Mono.just(
                    new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_MISCONFIGURED, "the URL " + problem.get()));
        }
        return exchange(HttpMethod.POST, uri, headers, contentType, body)
                .flatMap(next)
                .onErrorResume(e -> Mono.just(failure(e)));
    }

    /** The same with a file beside the JSON, as {@code multipart/form-data} with the parts that Discord documents. */
    public Mono<DeliveryOutcome> send(
            HttpMethod method,
            URI uri,
            Map<String, String> headers,
            MultipartBody body,
            Function<WebhookAnswer, DeliveryOutcome> classify) {
        return send(method, uri, headers, body.contentType(), body.bytes(), classify);
    }

    /** Asks without sending anything; ends in an error when there is no answer. */
    public Mono<WebhookAnswer> get(URI uri, Map<String, String> headers) {
        Optional<String> problem = allowedHosts.problem(uri);
        return problem.isPresent()
                ? Mono.error(new IllegalArgumentException("the URL " + problem.get()))
                : exchange(HttpMethod.GET, uri, headers, MediaType.APPLICATION_JSON, null);
    }

    /** Sends JSON and hands over the answer, whatever it says; ends in an error when there is none. */
    public Mono<WebhookAnswer> call(HttpMethod method, URI uri, Map<String, String> headers, String json) {
        Optional<String> problem = allowedHosts.problem(uri);
        return problem.isPresent()
                ? Mono.error(new IllegalArgumentException("the URL " + problem.get()))
                : exchange(method, uri, headers, MediaType.APPLICATION_JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /** What to tell of a failure of {@link #get}; never holds the URL. */
    public static String describe(Throwable failure) {
        return failure(failure).detail();
    }

    private Mono<WebhookAnswer> exchange(
            HttpMethod method, URI uri, Map<String, String> headers, MediaType contentType, byte @Nullable [] body) {
        return Mono.deferContextual(context -> {
            AtomicBoolean hasLeft = new AtomicBoolean();
            WebClient client = allowedHosts.isAllowedByOperator(uri) ? operatorClient.get() : publicClient.get();
            // The client hands the request out to be written when name, connection and TLS are there.
            WebClient.RequestBodySpec request = client.method(method).uri(uri).httpRequest(written -> {
                if (SendingTime.isOver(context)) {
                    throw new TooLateException();
                }
                hasLeft.set(true);
            });
            headers.forEach(request::header);
            if (body != null) {
                request.contentType(contentType).bodyValue(body);
            }
            return request.exchangeToMono(WebhookClient::read)
                    .timeout(answerTimeout)
                    .onErrorMap(e -> hasLeft.get() ? e : new NotSentException(e));
        });
    }

    private static Mono<WebhookAnswer> read(ClientResponse response) {
        return DataBufferUtils.join(
                        DataBufferUtils.takeUntilByteCount(response.bodyToFlux(DataBuffer.class), MAX_BODY_BYTES))
                .map(WebhookClient::text)
                .defaultIfEmpty("")
                .map(body -> new WebhookAnswer(
                        response.statusCode().value(), response.headers().asHttpHeaders(), body));
    }

    private static String text(DataBuffer buffer) {
        String text = buffer.toString(StandardCharsets.UTF_8);
        DataBufferUtils.release(buffer);
        return text;
    }

    /** The service has seen nothing of the request, so that it may be sent again without a word. */
    private static final class NotSentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotSentException(Throwable cause) {
            super("not sent", cause, false, false);
        }
    }

    /** Thrown instead of writing the request. */
    private static final class TooLateException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLateException() {
            super("too late to send", null, false, false);
        }
    }

    private static DeliveryOutcome failure(Throwable failure) {
        if (causes(failure).anyMatch(TooLateException.class::isInstance)) {
            return new DeliveryOutcome.TooLate("not sent: another worker may have it by now");
        }
        if (failure instanceof NotSentException) {
            String why = causes(failure)
                    .flatMap(cause -> whyNotSent(cause).stream())
                    .findFirst()
                    .orElse("no connection");
            return new DeliveryOutcome.Retryable(FailureReason.CONNECTION_FAILED, null, why);
        }
        if (causes(failure).anyMatch(TimeoutException.class::isInstance)) {
            return new DeliveryOutcome.Ambiguous(FailureReason.TIMEOUT, "no complete answer in time");
        }
        if (causes(failure).anyMatch(WebhookClient::isNotHttp)) {
            return new DeliveryOutcome.Ambiguous(
                    FailureReason.UNEXPECTED_ANSWER, "the answer is not HTTP that can be read");
        }
        return new DeliveryOutcome.Ambiguous(
                FailureReason.CONNECTION_LOST, "the connection ended before the answer was complete");
    }

    private static Optional<String> whyNotSent(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return Optional.of("the host's name was not found, or has only private addresses");
        }
        if (cause instanceof SSLException) {
            return Optional.of("no secure connection");
        }
        if (cause.getClass().getSimpleName().startsWith("PoolAcquire")) {
            return Optional.of("too many requests in progress");
        }
        return cause instanceof TimeoutException ? Optional.of("no connection in time") : Optional.empty();
    }

    /** The codec says with an IllegalArgumentException that a line or a header is not HTTP. */
    private static boolean isNotHttp(Throwable cause) {
        return cause instanceof DecoderException
                || cause instanceof TooLongFrameException
                || cause instanceof IllegalArgumentException;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES);
    }
}
