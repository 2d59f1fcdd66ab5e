package io.tocsin.tracing;

import io.tocsin.http.OperatorAddress;
import io.tocsin.secret.Secret;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and where spans are sent to.
 *
 * @param url of a collector that takes OTLP over HTTP, for example {@code http://tempo:4318}; without a path
 *     {@code /v1/traces} is added; empty: nothing is traced
 * @param authorization the whole value of the Authorization header; empty: none
 * @param ratio which part of the traces is kept, from 0 to 1; default 1
 */
@ConfigurationProperties("tocsin.traces")
record TracingSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String authorization,
        @DefaultValue("1") double ratio) {

    TracingSettings {
        url = OperatorAddress.read("tocsin.traces.url", url);
        authorization = authorization.strip();
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("tocsin.traces.ratio must be a number from 0 to 1");
        }
    }

    /** Not to be called when the URL is empty. */
    URI address() {
        URI uri = URI.create(url);
        boolean hasPath = uri.getPath() != null && uri.getPath().length() > 1;
        return hasPath
                ? uri
                : URI.create((url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/v1/traces");
    }

    Secret secret() {
        return new Secret(authorization);
    }

    @Override
    public String toString() {
        return "TracingSettings[url=***, authorization=***, ratio=" + ratio + "]";
    }
}
