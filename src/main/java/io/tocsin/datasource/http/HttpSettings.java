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
 */
public record HttpSettings(
        URI url,
        @Nullable String tenant,
        @Nullable BasicAuth basicAuth,
        @Nullable Secret bearerToken,
        Map<String, Secret> headers,
        TlsSettings tls,
        RequestLimits limits) {

    public HttpSettings {
        headers = Map.copyOf(headers);
        if (basicAuth != null && bearerToken != null) {
            throw new IllegalArgumentException("basic authentication and a bearer token exclude each other");
        }
    }

    /**
     * How much one request may take.
     *
     * @param connectTimeout the most time for TCP and TLS to connect
     * @param timeout the most time for one request, from asking for a connection to the answer's last byte
     * @param maxAnswerBytes the largest answer that is read, counted after decompression
     */
    public record RequestLimits(Duration connectTimeout, Duration timeout, int maxAnswerBytes) {

        public static final RequestLimits DEFAULT =
                new RequestLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 32 * 1024 * 1024);

        public RequestLimits {
            if (!isPositive(connectTimeout) || !isPositive(timeout)) {
                throw new IllegalArgumentException("timeouts must be positive");
            }
        }

        private static boolean isPositive(Duration duration) {
            return !duration.isZero() && !duration.isNegative();
        }

        /** The default size of an answer. */
        public static RequestLimits of(Duration connectTimeout, Duration timeout) {
            return new RequestLimits(connectTimeout, timeout, DEFAULT.maxAnswerBytes);
        }
    }
}
