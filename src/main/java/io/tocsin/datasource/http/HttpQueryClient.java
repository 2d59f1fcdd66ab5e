package io.tocsin.datasource.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.http.TlsSettings.Verification;
import io.tocsin.http.OutgoingHttp;
import io.tocsin.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends queries and reads complete answers, within a time limit and a size limit. It never signals an error, follows no
 * redirect, and hands answers over on a thread that may work on them for a while.
 */
public final class HttpQueryClient implements AutoCloseable {

    /** Longer queries go as a form in the body: proxies refuse request lines of more than about 8 kB. */
    private static final int MAX_QUERY_CHARACTERS_IN_URL = 2000;

    /** Of errors and web pages; people are shown a few hundred characters of them. */
    private static final int MAX_TEXT_BYTES = 64 * 1024;

    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(50);
    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_TAG_CHARACTERS = 200;

    private final HttpSettings settings;
    private final TransportFailures failures;
    private final SecretMask mask;
    private final WebClient client;
    private final HttpClient connections;

    /** @throws IllegalArgumentException if a certificate or key file cannot be read */
    public HttpQueryClient(HttpSettings settings, String userAgent) {
        this.settings = settings;
        this.failures = new TransportFailures(settings);
        this.mask = new SecretMask(settings);
        this.connections = httpClient(settings);
        this.client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(connections))
                .defaultHeaders(headers -> addHeaders(headers, userAgent))
                .build();
    }

    /** Closes the connections, those of queries under way, too. */
    @Override
    public void close() {
        connections.configuration().connectionProvider().dispose();
    }

    /** Asks with parameters in the URL, or in a form when they are long. */
    public Mono<HttpReply> query(String path, MultiValueMap<String, String> parameters) {
        String query = UriComponentsBuilder.newInstance()
                .queryParams(encoded(parameters))
                .build(true)
                .getQuery();
        if (query != null && query.length() > MAX_QUERY_CHARACTERS_IN_URL) {
            return send(client.post()
                    .uri(address(path, null))
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                    .body(BodyInserters.fromFormData(parameters)));
        }
        return send(client.get().uri(address(path, query)));
    }

    /** Gets a path without parameters. */
    public Mono<HttpReply> get(String path) {
        return send(client.get().uri(address(path, null)));
    }

    private Mono<HttpReply> send(WebClient.RequestHeadersSpec<?> request) {
        return Mono.deferContextual(context -> {
            QueryOrigin.in(context).ifPresent(origin -> request.header("X-Query-Tags", queryTags(origin)));
            return request.exchangeToMono(this::read)
                    .timeout(settings.limits().timeout())
                    .onErrorResume(error -> Mono.just(failures.explain(error)))
                    .publishOn(Schedulers.parallel());
        });
    }

    private Mono<HttpReply> read(ClientResponse response) {
        int status = response.statusCode().value();
        boolean isJson = isJson(response);
        Flux<DataBuffer> body = response.bodyToFlux(DataBuffer.class);
        Mono<DataBuffer> read = isForPeople(response)
                ? DataBufferUtils.join(DataBufferUtils.takeUntilByteCount(body, MAX_TEXT_BYTES))
                : DataBufferUtils.join(body, settings.limits().maxAnswerBytes());
        return read.map(HttpQueryClient::bytes)
                .defaultIfEmpty(new byte[0])
                .map(bytes -> new HttpReply.Complete(status, isJson ? bytes : mask.apply(bytes)));
    }

    private static boolean isForPeople(ClientResponse response) {
        return !response.statusCode().is2xxSuccessful()
                || response.headers()
                        .contentType()
                        .filter(MediaType.TEXT_HTML::isCompatibleWith)
                        .isPresent();
    }

    private static boolean isJson(ClientResponse response) {
        return response.statusCode().is2xxSuccessful()
                && response.headers()
                        .contentType()
                        .filter(MediaType.APPLICATION_JSON::isCompatibleWith)
                        .isPresent();
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private URI address(String path, @Nullable String query) {
        String base = settings.url().toASCIIString();
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return URI.create(trimmed + path + (query == null ? "" : "?" + query));
    }

    private void addHeaders(HttpHeaders headers, String userAgent) {
        headers.set(HttpHeaders.USER_AGENT, userAgent);
        headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
        for (Map.Entry<String, Secret> header : settings.headers().entrySet()) {
            headers.set(header.getKey(), header.getValue().reveal());
        }
        if (settings.tenant() != null) {
            headers.set("X-Scope-OrgID", settings.tenant());
        }
        authorization().ifPresent(value -> headers.set(HttpHeaders.AUTHORIZATION, value));
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
        String safe = origin.name().replaceAll("[^a-zA-Z0-9_.:/-]", "_");
        String tag = safe.length() > MAX_TAG_CHARACTERS ? safe.substring(0, MAX_TAG_CHARACTERS) : safe;
        return "Source=tocsin,Group=" + tag;
    }

    private static MultiValueMap<String, String> encoded(MultiValueMap<String, String> parameters) {
        MultiValueMap<String, String> encoded = new LinkedMultiValueMap<>();
        parameters.forEach((name, values) ->
                values.forEach(value -> encoded.add(name, URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return encoded;
    }

    private static HttpClient httpClient(HttpSettings settings) {
        ConnectionProvider.Builder pool =
                ConnectionProvider.builder("datasource").maxConnections(MAX_CONNECTIONS);
        // Resilience is decided above; a silent second request here would hide a failing data source.
        HttpClient client = OutgoingHttp.client(pool, settings.limits().connectTimeout(), MAX_IDLE_TIME)
                .responseTimeout(settings.limits().timeout());
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
