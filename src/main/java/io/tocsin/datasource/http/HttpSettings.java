package io.tocsin.datasource.http;

import io.tocsin.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a data source over HTTP.
 *
 * @param url base address without the API's path, for example {@code http://loki:3100}; it holds no credentials
 * @param tenant sent as {@code X-Scope-OrgID}
 * @param headers further request headers; the values may be secret
 * @param connectTimeout the most time for TCP and TLS to connect
 * @param timeout the most time for one request, from asking for a connection to the answer's last byte
 * @param maxAnswerBytes the largest answer that is read, counted after decompression
 */
public record HttpSettings(
        URI url,
        @Nullable String tenant,
        @Nullable BasicAuth basicAuth,
        @Nullable Secret bearerToken,
        Map<String, Secret> headers,
        TlsSettings tls,
        Duration connectTimeout,
        Duration timeout,
        int maxAnswerBytes) {

    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    public static final int DEFAULT_MAX_ANSWER_BYTES = 32 * 1024 * 1024;

    public HttpSettings {
        headers = Map.copyOf(headers);
        if (basicAuth != null && bearerToken != null) {
            throw new IllegalArgumentException("basic authentication and a bearer token exclude each other");
        }
        if (!isPositive(connectTimeout) || !isPositive(timeout)) {
            throw new IllegalArgumentException("timeouts must be positive");
        }
    }

    /** A data source without authentication, with the default limits. */
    public static HttpSettings of(URI url) {
        return new HttpSettings(
                url,
                null,
                null,
                null,
                Map.of(),
                TlsSettings.DEFAULT,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_TIMEOUT,
                DEFAULT_MAX_ANSWER_BYTES);
    }

    public HttpSettings withTimeout(Duration newTimeout) {
        return new HttpSettings(
                url, tenant, basicAuth, bearerToken, headers, tls, connectTimeout, newTimeout, maxAnswerBytes);
    }

    public HttpSettings withConnectTimeout(Duration newTimeout) {
        return new HttpSettings(url, tenant, basicAuth, bearerToken, headers, tls, newTimeout, timeout, maxAnswerBytes);
    }

    public HttpSettings withMaxAnswerBytes(int newMaximum) {
        return new HttpSettings(url, tenant, basicAuth, bearerToken, headers, tls, connectTimeout, timeout, newMaximum);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}
