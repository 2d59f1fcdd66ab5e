package io.tocsin.datasource.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.http.TlsSettings.Verification;
import io.tocsin.http.OutgoingHttp;
import io.tocsin.secret.Secret;
import io.tocsin.tracing.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.context.ContextView;

/**
 * Sends queries and reads complete answers, within a time limit and a size limit. It never signals an error, follows no
 * redirect, and hands answers over on a thread that may work on them for a while.
 */
public final class HttpQueryClient implements AutoCloseable {

    /** Longer queries go as a form in the body: proxies refuse request lines of more than about 8 kB. */
    private static final int MAX_QUERY_CHARACTERS_IN_URL = 2000;

    /** Of errors and web pages; people are shown a few hundred characters of them. */
    private static final int MAX_TEXT_BYTES = 64 * 1024;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(50);
    /** Loki pings each second. */
    private static final Duration LONGEST_QUIET = Duration.ofSeconds(65);

    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_TAG_CHARACTERS = 200;
    private static final String TAGS = "Source=tocsin,Group=";

    private final HttpSettings settings;
    private final TransportFailures failures;
    private final SecretMask mask;
    private final HttpClient client;
    /** The same with a method: to say it for each question makes all settings once more. */
    private final HttpClient.ResponseReceiver<?> getting;

    private final String base;

    /** @throws IllegalArgumentException if a certificate or key file cannot be read */
    public HttpQueryClient(HttpSettings settings, String userAgent) {
        this.settings = settings;
        this.failures = new TransportFailures(settings);
        this.mask = new SecretMask(settings);
        // Not Spring's client: it makes the request and its headers several times over, and half of what a question
        // cost
        // was that.
        this.client = httpClient(settings)
                .headers(headers -> addHeaders(headers, userAgent))
                .doOnRequest((asking, connection) -> addOrigin(asking));
        this.getting = client.get();
        String address = settings.url().toASCIIString();
        this.base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /** Closes the connections, those of queries under way, too. */
    @Override
    public void close() {
        client.configuration().connectionProvider().dispose();
    }

    /**
     * Asks with parameters in the URL, or in the body when they are long.
     *
     * @param form names and values as a form sends them
     */
    public Mono<HttpReply> query(String path, String form) {
        if (form.length() > MAX_QUERY_CHARACTERS_IN_URL) {
            return send(() -> client.headers(headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, FORM))
                    .post()
                    .uri(base + path)
                    .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(form, StandardCharsets.US_ASCII))));
        }
        return send(() -> getting.uri(base + path + "?" + form));
    }

    /** Gets a path without parameters. */
    public Mono<HttpReply> get(String path) {
        return send(() -> getting.uri(base + path));
    }

    /** What is heard of a connection that is listened to. */
    public enum Heard {
        /** It is open from now on. */
        OPENED,
        /** Something was said. */
        MESSAGE
    }

    /**
     * Listens on a WebSocket until it ends, without a time limit as long as anything is heard. Unlike a question it ends in
     * an error when it cannot be opened or is cut, with a message for people.
     *
     * @param form names and values as a form sends them
     */
    public Flux<Heard> listen(String path, String form) {
        return client.websocket(WebsocketClientSpec.builder()
                        .maxFramePayloadLength(settings.limits().maxAnswerBytes())
                        .build())
                .uri("ws" + base.substring("http".length()) + path + "?" + form)
                .handle((in, out) -> {
                    in.withConnection(
                            connection -> connection.onReadIdle(LONGEST_QUIET.toMillis(), connection::dispose));
                    return Flux.concat(
                            Mono.just(Heard.OPENED), in.receiveFrames().map(frame -> Heard.MESSAGE));
                })
                .onErrorMap(error ->
                        new IllegalStateException(failures.explain(error).message()));
    }

    private Mono<HttpReply> send(Supplier<HttpClient.ResponseReceiver<?>> request) {
        return Mono.defer(() -> request.get()
                .response(this::read)
                .single()
                // With an error of our own: the operator's names all operators before it, with patterns, for each
                // request.
                .timeout(settings.limits().timeout(), Mono.error(TimeoutException::new))
                .onErrorResume(error -> Mono.just(failures.explain(error)))
                .publishOn(Schedulers.parallel()));
    }

    /** Who asks. Put to each request when it is sent: a client of its own for it would copy all other headers first. */
    private static void addOrigin(HttpClientRequest asking) {
        ContextView context = asking.currentContextView();
        QueryOrigin.in(context).ifPresent(origin -> asking.header("X-Query-Tags", queryTags(origin)));
        TraceParent.in(context).ifPresent(parent -> asking.header(TraceParent.HEADER, parent.header()));
    }

    private Mono<HttpReply> read(HttpClientResponse response, ByteBufFlux content) {
        int status = response.status().code();
        boolean isSuccess = status >= 200 && status < 300;
        MediaType type = contentType(response);
        boolean isForPeople = !isSuccess || type != null && MediaType.TEXT_HTML.isCompatibleWith(type);
        boolean isJson = isSuccess && type != null && MediaType.APPLICATION_JSON.isCompatibleWith(type);
        return body(content, isForPeople)
                .map(bytes -> new HttpReply.Complete(status, isJson ? bytes : mask.apply(bytes)));
    }

    private static @Nullable MediaType contentType(HttpClientResponse response) {
        String type = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE);
        return type == null || type.isEmpty() ? null : MediaType.parseMediaType(type);
    }

    /** What is for people is cut off, and what is for us is whole or an error. */
    private Mono<byte[]> body(ByteBufFlux content, boolean isForPeople) {
        int most = isForPeople ? MAX_TEXT_BYTES : settings.limits().maxAnswerBytes();
        return Mono.defer(() -> {
            BodyBytes body = new BodyBytes();
            return content.doOnNext(part -> {
                        int readable = part.readableBytes();
                        if (!isForPeople && body.size() > most - readable) {
                            throw new DataBufferLimitException("more than " + most + " bytes");
                        }
                        body.add(part, Math.min(readable, most - body.size()));
                    })
                    .takeUntil(part -> isForPeople && body.size() >= most)
                    .then(Mono.fromSupplier(body::whole));
        });
    }

    private void addHeaders(HttpHeaders headers, String userAgent) {
        headers.set(HttpHeaderNames.USER_AGENT, userAgent);
        headers.set(HttpHeaderNames.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
        for (Map.Entry<String, Secret> header : settings.headers().entrySet()) {
            headers.set(header.getKey(), header.getValue().reveal());
        }
        if (settings.tenant() != null) {
            headers.set("X-Scope-OrgID", settings.tenant());
        }
        authorization().ifPresent(value -> headers.set(HttpHeaderNames.AUTHORIZATION, value));
    }

    private Optional<String> authorization() {
        if (settings.bearerToken() != null) {
            return Optional.of("Bearer " + settings.bearerToken().reveal());
        }
        BasicAuth basic = settings.basicAuth();
        if (basic == null) {
            return Optional.empty();
        }
        return Optional.of("Basic " + basic.credentials().reveal());
    }

    /** Loki prints these tags in its query log; what it does not allow in a tag becomes an underscore. */
    private static String queryTags(QueryOrigin origin) {
        String name = origin.name();
        StringBuilder tags = new StringBuilder(TAGS).append(name, 0, Math.min(name.length(), MAX_TAG_CHARACTERS));
        for (int i = TAGS.length(); i < tags.length(); i++) {
            if (!isOfTags(tags.charAt(i))) {
                tags.setCharAt(i, '_');
            }
        }
        return tags.toString();
    }

    private static boolean isOfTags(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_.:/-".indexOf(c) >= 0;
    }

    private static HttpClient httpClient(HttpSettings settings) {
        ConnectionProvider.Builder pool =
                ConnectionProvider.builder("datasource").maxConnections(MAX_CONNECTIONS);
        // Resilience is decided above; a silent second request here would hide a failing data source. The one time
        // limit is
        // that of the whole request.
        HttpClient client = OutgoingHttp.client(pool, settings.limits().connectTimeout(), MAX_IDLE_TIME);
        if (!"https".equals(String.valueOf(settings.url().getScheme()).toLowerCase(Locale.ROOT))) {
            return client;
        }
        SslContext tls = tls(settings.tls());
        return client.secure(
                spec -> spec.sslContext(tls).handshakeTimeout(settings.limits().connectTimeout()));
    }

    private static SslContext tls(TlsSettings tls) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient();
            if (tls.verification() == Verification.NONE) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
            } else if (tls.caFile() != null) {
                builder.trustManager(tls.caFile().toFile());
            }
            if (tls.certFile() != null && tls.keyFile() != null) {
                builder.keyManager(tls.certFile().toFile(), tls.keyFile().toFile());
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the TLS files of a data source cannot be used (" + tls.caFile() + ", " + tls.certFile() + ", "
                            + tls.keyFile() + "): " + e.getMessage(),
                    e);
        }
    }
}
